import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {Node, NodeId} from '../domain/node.js'
import {countSlots, type SlotRange} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {findNode, findPrimary} from './find-node.js'
import {shareOut} from './share.js'
import {SlotStock} from './take-slots.js'

export type RebalanceOptions = {
  /** By primary. The default is 1; 0 moves all slots away. */
  readonly weights: ReadonlyMap<NodeId, number>
  /** Include primaries without slots; a primary with a weight is always included. */
  readonly useEmptyPrimaries: boolean
  /** By how many percent a primary may differ from its share before anything is moved. */
  readonly thresholdPercent: number
  /** Default: as few slots as possible move, between few pairs of nodes. */
  readonly dealing?: Dealing | undefined
}

/** A way to distribute slots. */
export type Dealing = {
  /** Quotas that add up to `total`; undefined: the default quotas. */
  readonly quotas: (shares: readonly Share[], total: number, thresholdPercent: number) => Quota[] | undefined
  /** Moves that give every primary its quota. */
  readonly moves: (quotas: readonly Quota[]) => Move[]
}

/** A weight as typed: a node by id, beginning of an id or address. */
export type Weight = {readonly node: string; readonly weight: number}

/**
 * Weights by node. Throws USAGE for a name that fits no node, and for a replica unless replicas are ignored: then a
 * script that lists all nodes still works after a failover.
 */
export function weightsOf(
  snapshot: ClusterSnapshot,
  weights: readonly Weight[],
  ignoreReplicas: boolean,
): Map<NodeId, number> {
  const isIgnored = ({node}: Weight) => ignoreReplicas && findNode(snapshot, node).role === 'replica'
  return new Map(
    weights
      .filter((one) => !isIgnored(one))
      .map(({node, weight}) => [findPrimary(snapshot, node).id, weight] as const),
  )
}

/** A primary, its weight, and the number of slots that it owns. */
export type Share = {readonly node: Node; readonly weight: number; readonly slots: number}

/** The number of slots that a primary owns, and should own. */
export type Quota = Share & {readonly quota: number}

/** The fewest moves that give every primary its quota; none if all are within the threshold. Throws USAGE. */
export function planRebalanceMoves(snapshot: ClusterSnapshot, options: RebalanceOptions): Move[] {
  const quotas = quotasOf(snapshot, options)
  if (!quotas.some((quota) => isOff(quota, options.thresholdPercent))) return []
  return options.dealing ? options.dealing.moves(quotas) : evenOut(quotas)
}

/** Quotas that add up to all slots that have an owner. Throws USAGE for impossible weights. */
export function quotasOf(
  {nodes, seed}: ClusterSnapshot,
  {weights, useEmptyPrimaries, thresholdPercent, dealing}: RebalanceOptions,
): Quota[] {
  refuseNonsense(weights, thresholdPercent)
  const shares = nodes
    .filter(({role}) => role === 'primary')
    .filter(({id, slots}) => slots.length > 0 || useEmptyPrimaries || (weights.get(id) ?? 0) > 0)
    .map((node) => ({node, weight: weights.get(node.id) ?? 1, slots: countSlots(node.slots)}))
  if (!shares.some(({weight}) => weight > 0)) {
    throw new ClusterToolError('USAGE', 'At least one primary needs a weight above 0.')
  }
  const total = shares.reduce((sum, {slots}) => sum + slots, 0)
  return dealing?.quotas(shares, total, thresholdPercent) ?? fairQuotas(shares, total, seed)
}

function fairQuotas(shares: readonly Share[], total: number, seed: NodeId): Quota[] {
  // If several have an equal claim to one more slot, the primary that already owns it gets it, so that the fewest
  // slots move.
  const bySurplus = shares
    .map(({slots, weight, node}, index) => ({index, surplus: slots / weight, isSeed: node.id === seed}))
    .toSorted((a, b) => b.surplus - a.surplus || Number(b.isSeed) - Number(a.isSeed) || a.index - b.index)
    .map(({index}) => index)
  const quotas = shareOut(
    total,
    shares.map(({weight}) => weight),
    (index) => bySurplus.indexOf(index),
  )
  return shares.map((one, index) => ({...one, quota: quotas[index] ?? 0}))
}

function refuseNonsense(weights: ReadonlyMap<NodeId, number>, thresholdPercent: number): void {
  for (const weight of weights.values()) {
    if (!(Number.isFinite(weight) && weight >= 0)) {
      throw new ClusterToolError('USAGE', `${weight} is not a weight. A weight is a number, 0 or more.`)
    }
  }
  if (!(Number.isFinite(thresholdPercent) && thresholdPercent >= 0)) {
    throw new ClusterToolError(
      'USAGE',
      `${thresholdPercent} is not a threshold. A threshold is a percentage, 0 or more.`,
    )
  }
}

function isOff({slots, quota}: Quota, thresholdPercent: number): boolean {
  if (slots === quota) return false
  // As older tools compute it, relative to what the primary owns, which must not be 0.
  return slots === 0 || thresholdPercent === 0 || Math.abs(100 - (100 * quota) / slots) > thresholdPercent
}

/** The largest surplus goes to the largest deficit, so that there are few pairs. */
function evenOut(quotas: readonly Quota[]): Move[] {
  const giving = quotas
    .filter(({slots, quota}) => slots > quota)
    .map(({node, slots, quota}) => ({stock: new SlotStock(node), id: node.id, left: slots - quota}))
  const taking = quotas
    .filter(({slots, quota}) => slots < quota)
    .map(({node, slots, quota}) => ({id: node.id, left: quota - slots}))
  const moves: {source: NodeId; target: NodeId; ranges: SlotRange[]}[] = []
  for (;;) {
    const source = mostLeft(giving)
    const target = mostLeft(taking)
    if (!source || !target) return moves
    const slots = Math.min(source.left, target.left)
    moves.push({source: source.id, target: target.id, ranges: source.stock.take(slots, target.id)})
    source.left -= slots
    target.left -= slots
  }
}

function mostLeft<T extends {left: number}>(items: readonly T[]): T | undefined {
  const [most] = items.filter(({left}) => left > 0).toSorted((a, b) => b.left - a.left)
  return most
}
