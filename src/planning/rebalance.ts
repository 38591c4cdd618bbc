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
  /**
   * Give slots that remain after rounding to the primaries that older tools chose; otherwise as few slots as possible
   * move.
   */
  readonly likeOlderTools?: boolean
}

/** A weight as typed: a node by id, beginning of an id or address. */
export type Weight = {readonly node: string; readonly weight: number}

/**
 * Weights by node. Throws USAGE for a name that fits no node, and for a replica. In the modes of older tools a
 * replica is ignored, as before: a script that lists all nodes still works after a failover.
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

/** The number of slots that a primary owns, and should own. */
export type Quota = {
  readonly node: Node
  readonly weight: number
  readonly slots: number
  readonly quota: number
}

/** The fewest moves that give every primary its quota; none if all are within the threshold. Throws USAGE. */
export function planRebalanceMoves(snapshot: ClusterSnapshot, options: RebalanceOptions): Move[] {
  const quotas = quotasOf(snapshot, options)
  if (!quotas.some((quota) => isOff(quota, options.thresholdPercent))) return []
  return options.likeOlderTools ? evenOutInTurn(quotas) : evenOut(quotas)
}

/** Quotas that add up to all slots that have an owner. Throws USAGE for impossible weights. */
export function quotasOf(
  {nodes, seed}: ClusterSnapshot,
  {weights, useEmptyPrimaries, thresholdPercent, likeOlderTools}: RebalanceOptions,
): Quota[] {
  refuseNonsense(weights, thresholdPercent)
  const involved = nodes
    .filter(({role}) => role === 'primary')
    .filter(({id, slots}) => slots.length > 0 || useEmptyPrimaries || (weights.get(id) ?? 0) > 0)
    .map((node) => ({node, weight: weights.get(node.id) ?? 1, slots: countSlots(node.slots)}))
  if (!involved.some(({weight}) => weight > 0)) {
    throw new ClusterToolError('USAGE', 'No primary has a weight above 0, so the slots could go nowhere.')
  }
  const total = involved.reduce((sum, {slots}) => sum + slots, 0)
  // With a threshold of 0 the older method would never end; older tools disabled rebalance instead.
  if (likeOlderTools && thresholdPercent > 0) return olderQuotas(involved, total)
  // If several have an equal claim to one more slot, the primary that already owns it gets it, so that the fewest
  // slots move.
  const bySurplus = involved
    .map(({slots, weight, node}, index) => ({index, surplus: slots / weight, isSeed: node.id === seed}))
    .toSorted((a, b) => b.surplus - a.surplus || Number(b.isSeed) - Number(a.isSeed) || a.index - b.index)
    .map(({index}) => index)
  const quotas = shareOut(
    total,
    involved.map(({weight}) => weight),
    (index) => bySurplus.indexOf(index),
  )
  return involved.map((one, index) => ({...one, quota: quotas[index] ?? 0}))
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

/**
 * Shares rounded down; the remaining slots go to primaries that have nothing to give, in the order of the nodes,
 * which starts with the seed.
 */
function olderQuotas(involved: readonly Omit<Quota, 'quota'>[], total: number): Quota[] {
  const sum = involved.reduce((all, {weight}) => all + weight, 0)
  const quotas = involved.map((one) => ({...one, quota: Math.floor((total / sum) * one.weight)}))
  let left = total - quotas.reduce((all, {quota}) => all + quota, 0)
  while (left > 0) {
    for (const one of quotas) {
      if (left > 0 && one.slots <= one.quota) {
        one.quota++
        left--
      }
    }
  }
  return quotas
}

/** The largest surplus goes to the largest deficit until one of the two is used up; then the next one follows. */
function evenOutInTurn(quotas: readonly Quota[]): Move[] {
  const sorted = quotas
    .map(({node, slots, quota}) => ({stock: new SlotStock(node), id: node.id, surplus: slots - quota}))
    .toSorted((a, b) => a.surplus - b.surplus)
  const moves: Move[] = []
  for (let to = 0, from = sorted.length - 1; to < from;) {
    const [target, source] = [sorted[to], sorted[from]]
    if (!target || !source) break
    const slots = Math.min(-target.surplus, source.surplus)
    if (slots > 0)
      moves.push({source: source.id, target: target.id, ranges: source.stock.take(slots, target.id)})
    target.surplus += slots
    source.surplus -= slots
    if (target.surplus >= 0) to++
    if (source.surplus <= 0) from--
  }
  return moves
}
