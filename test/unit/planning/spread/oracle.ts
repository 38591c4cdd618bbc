import type {Place} from '../../../../src/domain/finding.js'
import {type Placement, placeName, type Seat} from '../../../../src/domain/placement.js'

/** What a placement is worth, computed as simply as possible: losses first, majorities, then bytes. */
export type Worth = {readonly safety: readonly number[]; readonly bytes: number}

type Nodes = readonly (readonly Seat[])[]

/**
 * The best that re-homing and failovers can reach, by trying everything. A node leaves a shard only if two synced
 * nodes stay, one of which may be its primary. Only for shards that own slots and have a synced primary.
 */
export function bestOfAll(given: Placement, kinds: readonly Place['kind'][]): Worth {
  const shards = given.shards.map((shard, index) => ({...shard, index})).filter(({ownsSlots}) => ownsSlots)
  const start: Nodes = shards.map(({index}) => given.seats.filter((s) => s.synced && s.shard === index))
  const leaders = start.map((seats) => seats.find(({role}) => role === 'primary'))
  let best: Worth | undefined
  for (const {seats, bytes} of everySeating(
    start,
    shards.map((shard) => shard.bytes),
  )) {
    const safety = saferThan(best, seats, {leaders, kinds})
    if (safety) best = {safety, bytes}
    // Nothing is safer than zeros, and what comes now costs at least as much.
    if (safety?.every((number) => number === 0)) break
  }
  if (!best) throw new Error('nothing was tried')
  return best
}

/** All that can be reached, at the lowest cost, the cheapest first. */
function* everySeating(
  start: Nodes,
  shardBytes: readonly number[],
): Generator<{seats: Nodes; bytes: number}> {
  const known = new Map<string, number>([[keyOf(start), 0]])
  const open = new Map<number, Nodes[]>([[0, [start]]])
  while (open.size > 0) {
    const bytes = Math.min(...open.keys())
    const now = open.get(bytes) ?? []
    open.delete(bytes)
    for (const seats of now) {
      if (known.get(keyOf(seats)) !== bytes) continue
      yield {seats, bytes}
      for (const {after, to} of everyMove(seats)) {
        const cost = bytes + (shardBytes[to] ?? 0)
        if (isKnown(known, keyOf(after), cost)) continue
        known.set(keyOf(after), cost)
        add(open, cost, after)
      }
    }
  }
}

function isKnown(known: ReadonlyMap<string, number>, key: string, cost: number): boolean {
  const least = known.get(key)
  return least !== undefined && least <= cost
}

function add(open: Map<number, Nodes[]>, cost: number, seats: Nodes): void {
  const equal = open.get(cost)
  if (equal) equal.push(seats)
  else open.set(cost, [seats])
}

function* everyMove(seats: Nodes): Generator<{after: Nodes; to: number}> {
  for (const [from, members] of seats.entries()) {
    const alike = new Map(members.map((seat) => [placeKey(seat), seat]))
    for (const seat of alike.values()) {
      const rest = members.filter((one) => one !== seat)
      if (rest.length < 2 || !rest.some(({mayLead}) => mayLead)) continue
      for (const to of seats.keys()) {
        if (to === from) continue
        yield {to, after: seats.map((list, at) => (at === from ? rest : at === to ? [...list, seat] : list))}
      }
    }
  }
}

type Terms = {readonly leaders: readonly (Seat | undefined)[]; readonly kinds: readonly Place['kind'][]}

/** The safety of these seats if it is better than the best so far. */
function saferThan(best: Worth | undefined, seats: Nodes, {leaders, kinds}: Terms): number[] | undefined {
  const losses = kinds.flatMap((kind) => lossesOf(seats, kind))
  const beaten = best ? compare(losses, best.safety) : -1
  // Trying all combinations of primaries takes time.
  if (beaten > 0 || (beaten === 0 && best?.safety.slice(losses.length).every((n) => n === 0)))
    return undefined
  const safety = [...losses, ...bestMajorities(seats, leaders, kinds)]
  return best && compare(safety, best.safety) >= 0 ? undefined : safety
}

/** The safety of a placement as it is. */
export function safetyOf(given: Placement, kinds: readonly Place['kind'][]): readonly number[] {
  const seats = given.shards.flatMap(({ownsSlots}, index) =>
    ownsSlots ? [given.seats.filter((s) => s.synced && s.shard === index)] : [],
  )
  const primaries = seats.flatMap((list) => list.filter(({role}) => role === 'primary'))
  return [
    ...kinds.flatMap((kind) => lossesOf(seats, kind)),
    ...kinds.map((kind) => majoritiesOf(primaries, kind)),
  ]
}

export function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((number, at) => number - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0
}

/** The place of a seat; a node without a zone is in a zone of its host. */
function nameOf(seat: Seat, kind: Place['kind']): string {
  return placeName(seat, kind) ?? `host ${seat.host}`
}

function lossesOf(seats: Nodes, kind: Place['kind']): number[] {
  const counts: Record<string, number> = {}
  for (const list of seats) {
    const names = [...new Set(list.map((seat) => nameOf(seat, kind)))]
    if (names.length === 1) counts[names[0]!] = (counts[names[0]!] ?? 0) + 1
  }
  const all = Object.values(counts)
  return [Math.max(0, ...all), all.reduce((a, b) => a + b, 0)]
}

function majoritiesOf(primaries: readonly Seat[], kind: Place['kind']): number {
  const needed = Math.floor(primaries.length / 2) + 1
  if (primaries.length <= needed) return 0
  const names = new Set(primaries.map((seat) => nameOf(seat, kind)))
  return [...names].filter((name) => primaries.filter((seat) => nameOf(seat, kind) !== name).length < needed)
    .length
}

function bestMajorities(
  seats: Nodes,
  leaders: readonly (Seat | undefined)[],
  kinds: readonly Place['kind'][],
): number[] {
  const options = seats.map((list, shard) => {
    const able = list.filter((seat) => seat.mayLead || seat === leaders[shard])
    return [...new Map(able.map((seat) => [placeKey(seat), seat])).values()]
  })
  const all = options.reduce<Seat[][]>(
    (combinations, list) => combinations.flatMap((one) => list.map((seat) => [...one, seat])),
    [[]],
  )
  return all
    .map((primaries) => kinds.map((kind) => majoritiesOf(primaries, kind)))
    .reduce((a, b) => (compare(b, a) < 0 ? b : a))
}

function placeKey({host, zone, mayLead}: Seat): string {
  return `${host}/${zone ?? ''}${mayLead ? '' : '-'}`
}

function keyOf(seats: Nodes): string {
  return seats.map((list) => list.map(placeKey).toSorted().join(' ')).join('; ')
}
