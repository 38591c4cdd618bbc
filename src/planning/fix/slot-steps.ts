import {groupBy} from '../../domain/group.js'
import type {NodeId} from '../../domain/node.js'
import type {Step, StepOf} from '../../domain/step.js'
import type {FixConsent, FixRule} from '../../domain/repair.js'
import {toRanges} from '../../domain/slot.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import type {SlotFacts} from './facts.js'
import type {Remedy} from './rules.js'
import {spreadSlots} from './spread.js'

/** A slot and what to do about it. */
export type Decision = {readonly facts: SlotFacts; readonly remedy: Remedy}

/** A step and the rule that requires it. */
export type Reasoned<S extends Step = Step> = {readonly step: S; readonly rule: FixRule}

/**
 * First marks that prevent something, then slots that change their owner without keys; before those, the keys of
 * slots that several nodes own.
 */
export function ownerSteps(
  decisions: readonly Decision[],
  snapshot: ClusterSnapshot,
  consent: FixConsent,
): Reasoned[] {
  return [...closeSteps(decisions), ...giveUpSteps(decisions, consent), ...claimSteps(decisions, snapshot)]
}

/** What is cleared before owners of one slot send each other their keys. */
export function unmarkSteps(decisions: readonly Decision[]): Reasoned[] {
  const marked = decisions.flatMap(({facts, remedy: {unmark, rule}}) =>
    unmark === undefined ? [] : [{unmark, rule, slot: facts.slot}],
  )
  return [...groupBy(marked, ({unmark, rule}) => `${unmark} ${rule}`).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const ranges = toRanges(same.map(({slot}) => slot))
    const marks = {owner: undefined, marked: [first.unmark], expecting: []}
    return [{rule: first.rule, step: {kind: 'close-slots', ranges, ...marks}}]
  })
}

function closeSteps(decisions: readonly Decision[]): Reasoned[] {
  const closing = decisions.filter(({remedy}) => (remedy.close?.length ?? 0) > 0)
  const together = groupBy(closing, ({facts, remedy}) =>
    JSON.stringify([remedy.rule, ownerToClose(facts), remedy.close, expectingIn(facts, remedy)]),
  )
  return [...together.values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const {facts, remedy} = first
    const owner = ownerToClose(facts)
    return {
      rule: remedy.rule,
      step: {
        kind: 'close-slots',
        ranges: toRanges(same.map((one) => one.facts.slot)),
        owner,
        marked: (remedy.close ?? []).filter((id) => id !== owner),
        expecting: expectingIn(facts, remedy),
      },
    }
  })
}

/** The only owner, if its own mark is cleared too. */
function ownerToClose({owners, migrating}: SlotFacts): NodeId | undefined {
  const [owner] = owners
  return owners.length === 1 && owner !== undefined && migrating.has(owner) ? owner : undefined
}

function expectingIn({owners, importing, keys}: SlotFacts, {close = []}: Remedy): NodeId[] {
  return owners.length === 1 ? close.filter((id) => importing.has(id) && !keys.has(id)) : []
}

function giveUpSteps(decisions: readonly Decision[], consent: FixConsent): Reasoned[] {
  const pairs = decisions.flatMap(({facts, remedy}) => {
    const {claim, giveUp = [], rule} = remedy
    if (claim === undefined || claim === 'spread') return []
    return giveUp.map((source) => ({source, target: claim, slot: facts.slot, rule}))
  })
  return adoptions(pairs, {giveUp: true, discard: consent.loseData})
}

function claimSteps(decisions: readonly Decision[], snapshot: ClusterSnapshot): Reasoned[] {
  const claims = decisions.flatMap(({facts, remedy}) =>
    remedy.claim === undefined || remedy.claim === 'spread'
      ? []
      : [{node: remedy.claim, slot: facts.slot, rule: remedy.rule}],
  )
  const spread = decisions.filter(({remedy}) => remedy.claim === 'spread')
  const given = new Map([...groupBy(claims, ({node}) => node)].map(([node, some]) => [node, some.length]))
  const pieces = spreadSlots(
    snapshot,
    spread.map(({facts}) => facts.slot),
    given,
  )
  const [empty] = spread
  return [
    ...[...groupBy(claims, ({node, rule}) => `${node} ${rule}`).values()].flatMap((same) => {
      const [first] = same
      const ranges = toRanges(same.map(({slot}) => slot))
      return first ? [claimStep(first.node, ranges, first.rule)] : []
    }),
    ...pieces.map(({node, ranges}) => claimStep(node, ranges, empty?.remedy.rule ?? 'unowned-empty')),
  ]
}

function claimStep(
  node: NodeId,
  ranges: StepOf<'claim-slots'>['ranges'],
  rule: FixRule,
): Reasoned<StepOf<'claim-slots'>> {
  return {rule, step: {kind: 'claim-slots', node, ranges}}
}

/** Moves to be finished. */
export function moveSteps(decisions: readonly Decision[]): Reasoned<StepOf<'migrate-slots'>>[] {
  const pairs = decisions.flatMap(({facts, remedy}) => {
    const [source, target] = remedy.path ?? []
    const vouched = facts.vouched ?? false
    return source && target ? [{source, target, slot: facts.slot, rule: remedy.rule, vouched}] : []
  })
  return [
    ...groupBy(pairs, ({source, target, vouched}) => `${source} ${target} ${vouched}`).values(),
  ].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const {source, target, rule, vouched} = first
    const ranges = toRanges(same.map(({slot}) => slot))
    const move = {kind: 'migrate-slots', source, target, ranges, method: 'keys', after: []} as const
    return [{rule, step: vouched ? {...move, vouched: true} : move}]
  })
}

/** Stray keys, which are moved to the owner after everything else. */
export function adoptSteps(decisions: readonly Decision[], consent: FixConsent): Reasoned[] {
  const pairs = decisions.flatMap(({facts, remedy}) => {
    const owner = finalOwner(facts, remedy)
    if (owner === undefined) return []
    return (remedy.adopt ?? []).map((source) => ({
      source,
      target: owner,
      slot: facts.slot,
      // A slot that is closed there has no keys.
      rule: remedy.rule === 'close-move' ? ('orphan-keys' as const) : remedy.rule,
    }))
  })
  return adoptions(pairs, {giveUp: false, discard: consent.loseData})
}

function finalOwner({owners}: SlotFacts, {claim, path}: Remedy): NodeId | undefined {
  return path?.[1] ?? (claim === 'spread' ? undefined : claim) ?? owners[0]
}

type SlotMove = {
  readonly source: NodeId
  readonly target: NodeId
  readonly slot: number
  readonly rule: FixRule
}

function adoptions(
  pairs: readonly SlotMove[],
  how: {readonly giveUp: boolean; readonly discard: boolean},
): Reasoned[] {
  return [...groupBy(pairs, ({source, target, rule}) => `${source} ${target} ${rule}`).values()].flatMap(
    (same) => {
      const [first] = same
      if (!first) return []
      const {source, target, rule} = first
      const ranges = toRanges(same.map(({slot}) => slot))
      return [{rule, step: {kind: 'adopt-keys', source, target, ranges, ...how}}]
    },
  )
}
