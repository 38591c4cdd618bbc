import type {NodeId} from '../../../../src/domain/node.js'
import type {Placement, Seat} from '../../../../src/domain/placement.js'

/**
 * A placement from text: one line per shard with its bytes, then its nodes as `host/zone` (or `host`), the primary
 * first. `!` behind a node: not synced. `-`: it may not become a primary. `x` instead of bytes: the shard owns no
 * slots. Nodes have the ids n0, n1, … in order.
 */
export function placement(text: string): Placement {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const seats: Seat[] = []
  const shards = lines.map(([bytes = '', ...words], shard) => {
    const primary = `n${seats.length}` as NodeId
    for (const [index, word] of words.entries()) seats.push(seatOf(word, seats.length, {shard, index}))
    return {primary, ownsSlots: bytes !== 'x', bytes: bytes === 'x' ? 0 : Number(bytes)}
  })
  return {seats, shards}
}

function seatOf(word: string, number: number, {shard, index}: {shard: number; index: number}): Seat {
  const [, place = '', marks = ''] = /^([^!-]*)([!-]*)$/.exec(word) ?? []
  const [host = '', zone] = place.split('/')
  return {
    id: `n${number}` as NodeId,
    address: `${host}:${7000 + number}`,
    host,
    zone,
    shard,
    role: index === 0 ? 'primary' : 'replica',
    answers: !marks.includes('!'),
    synced: !marks.includes('!'),
    mayLead: !marks.includes('-'),
  }
}

/** The text of a random placement: 2 to 4 shards with up to 2 replicas each, on 2 to 4 hosts in 1 to 4 zones. */
export function randomText(random: (limit: number) => number): string {
  const hosts = 2 + random(3)
  const zones = 1 + random(Math.min(4, hosts))
  const zoned = random(3) > 0
  // Every zone has a host; the others are dealt at random.
  const zoneOf = Array.from({length: hosts}, (_, host) => (host < zones ? host : random(zones)))
  const word = () => {
    const host = random(hosts)
    const mark = random(25) === 0 ? '!' : random(25) === 0 ? '-' : ''
    return {host, mark}
  }
  const shards = 2 + random(3)
  const replicas = random(6)
  return Array.from({length: shards}, () => {
    const nodes = 1 + (replicas > 2 ? random(3) : replicas)
    const words = Array.from({length: nodes}, (_, index) => {
      const {host, mark} = word()
      const place = zoned ? `h${host}/z${zoneOf[host]}` : `h${host}`
      return index === 0 ? place : `${place}${mark}`
    })
    return [random(5) === 0 ? 100 : 1 + random(100), ...words].join(' ')
  }).join('\n')
}
