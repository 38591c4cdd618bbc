import type {NodeFlag, NodeId, NodeLine, OpenSlot} from '../domain/node.js'
import type {SlotRange} from '../domain/slot.js'
import {KnownLines} from './known-lines.js'

const FLAGS: ReadonlySet<string> = new Set<NodeFlag>(['fail', 'fail?', 'handshake', 'noaddr', 'nofailover'])

/**
 * The lines of CLUSTER NODES of any version, as bytes or text: Redis 3 prints no bus port; Redis 7 and Valkey add the announced host
 * name and `name=value` fields after commas. Lines that differ only in the times of ping and pong are one object. Throws
 * at a line with fewer than the eight fields that all versions have.
 */
export function parseClusterNodes(reply: unknown): NodeLine[] {
  return known.read(Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply)))
}

const known = new KnownLines(parseLine)

function parseLine(line: string): NodeLine {
  const [id, address, flagText, primary, , , epoch, link, ...slotTokens] = line.trim().split(' ')
  if (!id || address === undefined || !flagText || link === undefined) {
    throw new Error(`CLUSTER NODES contains an unknown line: ${line.slice(0, 200)}`)
  }
  const flags = flagText.split(',')
  return {
    id: id as NodeId,
    myself: flags.includes('myself'),
    ...parseAddressField(address),
    role: flags.includes('slave') || flags.includes('replica') ? 'replica' : 'primary',
    primaryId: primary === '-' ? undefined : (primary as NodeId),
    flags: flags.filter((flag): flag is NodeFlag => FLAGS.has(flag)),
    configEpoch: Number(epoch),
    connected: link === 'connected',
    slots: slotTokens.filter((token) => token !== '' && !token.startsWith('[')).map(parseRange),
    openSlots: slotTokens.filter((token) => token.startsWith('[')).map(parseOpenSlot),
  }
}

type AddressFields = Pick<NodeLine, 'host' | 'port' | 'busPort' | 'hostname' | 'shardId'>

/** `ip:port@busport,hostname,shard-id=…`; the ip may be IPv6 without brackets, or empty. */
function parseAddressField(field: string): AddressFields {
  const [place = '', hostname, ...extra] = field.split(',')
  const [hostPort = '', busPort] = place.split('@')
  const colon = hostPort.lastIndexOf(':')
  return {
    host: hostPort.slice(0, colon),
    port: Number(hostPort.slice(colon + 1)),
    busPort: busPort === undefined ? undefined : Number(busPort),
    hostname: hostname === '' || hostname === '?' ? undefined : hostname,
    shardId: extra.find((part) => part.startsWith('shard-id='))?.slice('shard-id='.length),
  }
}

function parseRange(token: string): SlotRange {
  const dash = token.indexOf('-')
  if (dash < 0) return {start: Number(token), end: Number(token)}
  return {start: Number(token.slice(0, dash)), end: Number(token.slice(dash + 1))}
}

/** `[93->-id]` is migrating, `[93-<-id]` is importing. */
function parseOpenSlot(token: string): OpenSlot {
  const match = /^\[(\d+)-([<>])-(.*)\]$/.exec(token)
  if (!match) throw new Error(`CLUSTER NODES contains an unknown open slot: ${token.slice(0, 100)}`)
  return {
    slot: Number(match[1]),
    direction: match[2] === '>' ? 'migrating' : 'importing',
    peer: (match[3] ?? '') as NodeId,
  }
}
