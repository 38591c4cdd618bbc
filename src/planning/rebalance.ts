import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {Node, NodeId} from '../domain/node.js'
import {countSlots, type SlotRange} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {findNode, findPrimary} from './find-node.js'
import {shareOut} from './share.js'
import {SlotStock} from './take-slots.js'

export type RebalanceOptions = {
  /** By primary; 1 where nothing is said, 0 drains. */
  readonly weights: ReadonlyMap<NodeId, number>
  /** Let primaries without slots take part too; one that was given a weight always does. */
  readonly useEmptyPrimaries: boolean
  /** How far, in percent of what it should own, a primary may be off before anything is moved. */
  readonly thresholdPercent: number
  /** Instead of moving the fewest slots between the fewest pairs. */
  readonly dealing?: Dealing | undefined
}

/** A way to deal slots out. */
export type Dealing = {
  /** Quotas that add up to `total`; undefined where there is no other way than the usual one. */
  readonly quotas: (shares: readonly Share[], total: number, thresholdPercent: number) => Quota[] | undefined
  /** Moves that give every primary its quota. */
  readonly moves: (quotas: readonly Quota[]) => Move[]
}

/** A weight as it was typed: a node by id, beginning of an id or address. */
export type Weight = {readonly node: string; readonly weight: number}

/**
 * Weights by node. Throws USAGE for a name that fits no node, and for a replica's unless these count for nothing: then a
 * script that lists all nodes goes on after a failover.
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

/** A primary that takes part, what it is to count for and the slots that it owns. */
export type Share = {readonly node: Node; readonly weight: number; readonly slots: number}

/** What each primary that takes part owns and should own, in slots. */
export type Quota = Share & {readonly quota: number}

/** The fewest moves that give every primary its quota; none when all are within the threshold. Throws USAGE. */
export function planRebalanceMoves(snapshot: ClusterSnapshot, options: RebalanceOptions): Move[] {
  const quotas = quotasOf(snapshot, options)
  if (!quotas.some((quota) => isOff(quota, options.thresholdPercent))) return []
  return options.dealing ? options.dealing.moves(quotas) : evenOut(quotas)
}

/** Quotas that add up to all slots that are owned. Throws USAGE for weights that cannot be. */
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
    throw new ClusterToolError('USAGE', 'No primary has a weight above 0, so the slots could go nowhere.')
  }
  const total = shares.reduce((sum, {slots}) => sum + slots, 0)
  return dealing?.quotas(shares, total, thresholdPercent) ?? fairQuotas(shares, total, seed)
}

function fairQuotas(shares: readonly Share[], total: number, seed: NodeId): Quota[] {
  // Of equal claims to one slot more, that of the primary wins which has it already: the fewest slots move then.
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
      throw new ClusterToolError('USAGE', `${weight} is not a weight: weights are numbers from 0 up.`)
    }
  }
  if (!(Number.isFinite(thresholdPercent) && thresholdPercent >= 0)) {
    throw new ClusterToolError(
      'USAGE',
      `${thresholdPercent} is not a threshold: it is a percentage from 0 up.`,
    )
  }
}

function isOff({slots, quota}: Quota, thresholdPercent: number): boolean {
  if (slots === quota) return false
  // Scripts know the threshold as a part of what the primary owns; with nothing owned there is nothing to divide by.
  return slots === 0 || thresholdPercent === 0 || Math.abs(100 - (100 * quota) / slots) > thresholdPercent
}

/** The largest surplus meets the largest deficit, so that there are few pairs. */
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
