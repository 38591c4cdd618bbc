import {groupBy} from '../../domain/group.js'
import type {Finding} from '../../domain/finding.js'
import type {AtomicMethod} from '../../domain/move.js'
import type {NodeId} from '../../domain/node.js'
import type {Plan} from '../../domain/plan.js'
import type {Step} from '../../domain/step.js'
import type {FixConsent} from '../../domain/repair.js'
import {isError} from '../../domain/finding.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../../domain/snapshot.js'
import {blockedCautions} from './blocked.js'
import {type Evidence, factsOf, slotsInTrouble} from './facts.js'
import {attachmentSteps, epochSteps, membershipSteps, replicaMarkSteps} from './node-steps.js'
import {takingLastSlots} from './last-slots.js'
import {decide} from './rules.js'
import {adoptSteps, type Decision, moveSteps, ownerSteps, type Reasoned, unmarkSteps} from './slot-steps.js'
import {worldOf} from './world.js'

export type FixEvidence = Evidence & {
  /** Nodes that have atomic moves in progress. */
  readonly atomic: ReadonlyMap<NodeId, AtomicMethod>
  /** Nodes that hold hidden keys. */
  readonly hiding?: readonly NodeId[]
  /** Nodes that are, or were, copies of each other. */
  readonly kin?: readonly (readonly NodeId[])[]
}

/**
 * Steps that repair what the findings report, in an order in which no step makes the cluster worse, and what has no
 * safe remedy. A replica that takes over, an atomic move that ends, or hidden keys that appear change so much that
 * the plan ends there. The rest is planned again, and so is a decision that takes the last slot of a node that holds
 * other keys.
 */
export function planFix(snapshot: ClusterSnapshot, evidence: FixEvidence, consent: FixConsent): Plan {
  const first = firstThings(snapshot, evidence)
  const world = worldOf(snapshot, consent, evidence.kin)
  const decisions = factsOf(snapshot, evidence, slotsInTrouble(snapshot, evidence)).flatMap(
    (facts): Decision[] => {
      const remedy = decide(facts, world, consent)
      return remedy ? [{facts, remedy}] : []
    },
  )
  const cautions = blockedCautions(snapshot, decisions, consent, evidence.outsiders)
  const revivals = first.length > 0 ? [] : reviveSteps(snapshot, decisions, consent)
  const early = [...first, ...revivals]
  if (early.length > 0) return toPlan([...early, agree(snapshot, true)], cautions)
  const hiding = evidence.hiding ?? []
  if (hiding.length > 0) return toPlan(hiding.map(revealStep), cautions)
  const open = decisions.filter(({remedy}) => !remedy.blocked && remedy.revive === undefined)
  const waiting = takingLastSlots(snapshot, open, decisions)
  if (waiting.size > 0) {
    const now = open.filter((decision) => !waiting.has(decision))
    return toPlan(stepsBefore(waiting, now, {snapshot, evidence, consent}), cautions)
  }
  const steps = [...nodeAndSlotSteps(snapshot, evidence, {open, consent}), ...stateSteps(evidence.findings)]
  return steps.length === 0
    ? toPlan([], cautions)
    : toPlan(withAgreement(steps, snapshot, decisions), cautions)
}

/**
 * What is done while some decisions wait: two owners of one slot must not hear of each other before one gives it up.
 */
function stepsBefore(
  waiting: ReadonlySet<Decision>,
  now: readonly Decision[],
  {
    snapshot,
    evidence,
    consent,
  }: {readonly snapshot: ClusterSnapshot; readonly evidence: FixEvidence; readonly consent: FixConsent},
): Reasoned[] {
  const isGivenUp = [...waiting].some(({remedy}) => remedy.giveUp !== undefined)
  if (!isGivenUp) return nodeAndSlotSteps(snapshot, evidence, {open: now, consent})
  const settled = now.filter(({remedy}) => remedy.claim === undefined && remedy.path === undefined)
  return adoptSteps(settled, consent)
}

function firstThings(snapshot: ClusterSnapshot, {atomic}: FixEvidence): Reasoned[] {
  return [...atomic].flatMap(([node, method]): Reasoned[] =>
    nodeById(snapshot, node) ? [{rule: 'move-under-way', step: {kind: 'end-atomic', node, method}}] : [],
  )
}

function revealStep(node: NodeId): Reasoned {
  return {rule: 'hidden-keys', step: {kind: 'reveal-keys', node}}
}

function reviveSteps(
  snapshot: ClusterSnapshot,
  decisions: readonly Decision[],
  consent: FixConsent,
): Reasoned[] {
  const revived = groupBy(
    decisions.filter(({remedy}) => remedy.revive !== undefined),
    ({remedy}) => remedy.revive,
  )
  const withoutVotes = consent.withoutLostPrimaries && {withoutVotes: true as const}
  return [...revived].flatMap(([node, [first]]) => {
    const primary = node === undefined ? undefined : nodeById(snapshot, node)?.primaryId
    if (node === undefined || primary === undefined || !first) return []
    return [{rule: first.remedy.rule, step: {kind: 'failover', node, primary, ...withoutVotes}}]
  })
}

function nodeAndSlotSteps(
  snapshot: ClusterSnapshot,
  {findings}: FixEvidence,
  {open, consent}: {readonly open: readonly Decision[]; readonly consent: FixConsent},
): Reasoned[] {
  const membership = membershipSteps(snapshot, findings)
  const owners = ownerSteps(open, snapshot, consent)
  const moves = moveSteps(open)
  const head = [
    ...unmarkSteps(open),
    // Before nodes hear of each other: one of two owners would delete its keys as soon as it hears of the other one.
    ...owners.filter(({step}) => step.kind === 'adopt-keys'),
    ...membership.filter(({step}) => step.kind === 'meet'),
    ...owners.filter(({step}) => step.kind !== 'adopt-keys'),
    ...replicaMarkSteps(snapshot),
  ]
  const moving = moves.length > 0 || open.some(({remedy}) => (remedy.adopt?.length ?? 0) > 0)
  const claimed = head.some(({step}) => step.kind === 'claim-slots')
  // A node that considers the cluster down neither sends nor accepts keys.
  const settled = moving && (claimed || isDown(findings)) ? [...head, stateStep(snapshot)] : head
  const steps: Reasoned[] = [...settled]
  // One after the other: a node that takes slots gets a higher epoch, and must not get it while it gives others away,
  // or those who take them would lose them again.
  for (const {step, rule} of moves) {
    const last = steps.findLastIndex((one) => one.step.kind === 'migrate-slots')
    steps.push({rule, step: {...step, after: last < 0 ? [] : [last]}})
  }
  return [
    ...steps,
    ...adoptSteps(open, consent),
    ...epochSteps(findings),
    ...attachmentSteps(snapshot, findings, consent),
    ...membership.filter(({step}) => step.kind === 'forget'),
  ]
}

/** Waits for nodes that say that the cluster is down although nothing else is wrong. */
function stateSteps(findings: readonly Finding[]): Reasoned[] {
  const errors = findings.filter(isError)
  const onlyState = errors.length > 0 && errors.every(({code}) => code === 'cluster-state-fail')
  return onlyState
    ? [{rule: 'disputed', step: {kind: 'agree', nodes: errors.flatMap(({nodes}) => nodes)}}]
    : []
}

function withAgreement(
  steps: readonly Reasoned[],
  snapshot: ClusterSnapshot,
  decisions: readonly Decision[],
): Reasoned[] {
  // Two nodes that both keep a slot cannot agree.
  if (decisions.some(({remedy}) => remedy.rule === 'claimed-twice' && remedy.blocked)) return [...steps]
  return [
    ...steps,
    agree(
      snapshot,
      decisions.some(({remedy}) => remedy.blocked),
    ),
  ]
}

function isDown(findings: readonly Finding[]): boolean {
  return findings.some(({code}) => code === 'cluster-state-fail' || code === 'slots-uncovered')
}

function stateStep(snapshot: ClusterSnapshot): Reasoned {
  const nodes = reachableNodes(snapshot).map(({id}) => id)
  return {rule: 'disputed', step: {kind: 'agree', nodes, inAnyView: true}}
}

function agree(snapshot: ClusterSnapshot, inAnyState: boolean): Reasoned {
  const nodes = reachableNodes(snapshot).map(({id}) => id)
  return {rule: 'disputed', step: {kind: 'agree', nodes, ...(inAnyState && {inAnyState: true})}}
}

function toPlan(reasoned: readonly Reasoned[], cautions: Plan['cautions']): Plan {
  const steps: Step[] = reasoned.map(({step}) => step)
  const reasons = reasoned.map(({step, rule}) => (step.kind === 'agree' ? undefined : rule))
  return {steps, warnings: [], reasons, ...(cautions && cautions.length > 0 && {cautions})}
}
