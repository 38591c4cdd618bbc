import type {Move} from '../domain/move.js'
import type {Dealing, Quota, Share} from '../planning/rebalance.js'
import {SlotStock} from '../planning/take-slots.js'

/** Slots go where older tools move them. */
export const LEGACY_DEALING: Dealing = {
  // With a threshold of 0 this would never end; older tools disabled rebalance instead.
  quotas: (shares, total, thresholdPercent) =>
    thresholdPercent > 0 ? roundedDown(shares, total) : undefined,
  moves: evenOutInTurn,
}

/**
 * Shares rounded down; the remaining slots go to primaries that have nothing to give, in the order of the nodes,
 * which starts with the seed.
 */
function roundedDown(shares: readonly Share[], total: number): Quota[] {
  const sum = shares.reduce((all, {weight}) => all + weight, 0)
  const quotas = shares.map((one) => ({...one, quota: Math.floor((total / sum) * one.weight)}))
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
