import {formatAddress} from '../../domain/address.js'
import {type NodeId, type NodeLine, ownLine} from '../../domain/node.js'
import type {NodeReading} from '../../redis/reading.js'
import {staleIn} from '../views.js'

/** A node and what it said; undefined if it did not answer. */
export type Heard = {
  readonly id: NodeId
  readonly name: string
  readonly reading: NodeReading | undefined
}

/**
 * What is wrong with a cluster of these nodes, in a clause; undefined if all of them agree and serve. `copies`: those
 * that must be good copies of their shard, with a link to their primary.
 */
export function whatIsAmiss(nodes: readonly Heard[], copies: ReadonlySet<NodeId>): string | undefined {
  // What others say of a node that is down follows from that.
  const silent = nodes.find(({reading}) => !reading)
  if (silent) return `${silent.name} does not answer`
  const ids = new Set(nodes.map(({id}) => id))
  const own = nodes.map((node) => amissAt(node, ids) ?? (copies.has(node.id) ? linkAmissAt(node) : undefined))
  return own.find((clause) => clause !== undefined) ?? disagreement(nodes)
}

function amissAt({name, reading}: Heard, ids: ReadonlySet<NodeId>): string | undefined {
  if (!reading) return undefined
  if (reading.info?.loading) return `${name} is loading its data`
  if (reading.viewError) return `${name} refuses CLUSTER NODES: ${reading.viewError.message}`
  return reading.clusterInfo?.state === 'fail'
    ? `${name} reports cluster_state fail`
    : amissIn(reading.view, name, ids)
}

function amissIn(view: readonly NodeLine[], name: string, ids: ReadonlySet<NodeId>): string | undefined {
  const doubted = view.find((line) => ids.has(line.id) && isDoubted(line))
  if (doubted) return `${name} takes ${nameOf(doubted)} for failed, or has no bus connection to it`
  return (ownLine(view)?.openSlots.length ?? 0) > 0 ? `slots are open on ${name}` : undefined
}

/** A node sends its vote on its own connection, which it makes again some time after a restart of the other one. */
function isDoubted({flags, myself, connected}: NodeLine): boolean {
  if (myself) return false
  return !connected || flags.some((flag) => flag === 'fail' || flag === 'fail?' || flag === 'handshake')
}

function linkAmissAt({name, reading}: Heard): string | undefined {
  const replication = reading?.info?.replication
  if (replication?.role !== 'replica') return undefined
  if (replication.syncing) return `${name} is copying the data of its primary`
  return replication.linkUp ? undefined : `${name} has no link to its primary`
}

function disagreement(nodes: readonly Heard[]): string | undefined {
  const views = new Map(nodes.flatMap(({id, reading}) => (reading ? [[id, reading.view] as const] : [])))
  const [stale] = staleIn(views)
  if (!stale) return undefined
  const [node, about] = [stale.node, stale.about].map((id) => nodes.find((one) => one.id === id)?.name ?? id)
  return `${node} does not know yet what ${about} owns or follows`
}

function nameOf({host, port}: NodeLine): string {
  return formatAddress({host, port})
}
