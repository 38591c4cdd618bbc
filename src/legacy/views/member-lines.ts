import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import type {Node} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {nodeById} from '../../domain/snapshot.js'
import {removedIds, removedLines} from '../../report/del-node-text.js'
import {addressesOf} from '../../report/names.js'
import {unreachableLine} from './error-lines.js'
import {type TellEvent, tellFirst} from './first-of-kind.js'
import {type LegacyText, legacyWords} from './words.js'

/** What is to be added: one line for each. */
export function addingLines(typed: readonly string[], seed: string): string[] {
  return typed.map((address) => `>>> Adding node ${address} to cluster ${seed}`)
}

/** How new nodes are to join; `isChosen`: their primary was not named. */
export type LegacyJoining = {
  readonly typed: readonly string[]
  readonly asReplicas: boolean
  readonly isChosen: boolean
}

/** What is said before nodes join. */
export function legacyAddProposal(
  {before, plan}: ChangeProposal,
  {typed, asReplicas, isChosen}: LegacyJoining,
  {tool}: LegacyText,
): string[] {
  const nameOf = addressesOf(before)
  if (asReplicas) {
    const {primary} = legacyWords(tool)
    const homes = plan.steps.filter((step): step is StepOf<'replicate'> => step.kind === 'replicate')
    return isChosen ? homes.map((home) => `Automatically selected ${primary} ${nameOf(home.primary)}`) : []
  }
  if (tool === 'redis-trib') return []
  return [
    '>>> Getting functions from cluster',
    ...typed.flatMap((address) => [
      `>>> Send FUNCTION LIST to ${address} to verify there is no functions in it`,
      `>>> Send FUNCTION RESTORE to ${address}`,
    ]),
  ]
}

/** Tells of the steps of an add-node as they begin. */
export function tellAdd({before}: ChangeProposal, {typed, asReplicas}: LegacyJoining): TellEvent {
  const nameOf = addressesOf(before)
  const first = tellFirst({
    meet: [
      ...typed.map((address) => `>>> Send CLUSTER MEET to node ${address} to make it join the cluster.`),
      ...(asReplicas ? ['Waiting for the cluster to join', ''] : []),
    ],
  })
  return (event) =>
    event.type === 'step-started' && event.step.kind === 'replicate'
      ? [`>>> Configure node as replica of ${nameOf(event.step.primary)}.`]
      : first(event)
}

/** What is to be removed, in the words that were typed. */
export function removingLines(names: readonly string[], seed: string): string[] {
  return names.map((name) => `>>> Removing node ${name} from cluster ${seed}`)
}

/** What is done to remove nodes: the replicas that get another primary, those that cannot be told. */
export function legacyRemovalProposal({before, plan}: ChangeProposal): string[] {
  const nameOf = addressesOf(before)
  return [
    '>>> Sending CLUSTER FORGET messages to the cluster...',
    ...plan.steps.flatMap((step) =>
      step.kind === 'replicate' ? [`>>> ${nameOf(step.node)} as replica of ${nameOf(step.primary)}`] : [],
    ),
    ...silentNodes({before, plan}).map(
      ({id}) => `>>> WARNING: Could not connect to node ${nameOf(id)}, unable to send CLUSTER RESET.`,
    ),
  ]
}

/** Tells that removed nodes are reset; none is shut down, which redis-trib did. */
export function tellRemoval(): TellEvent {
  return tellFirst({reset: ['>>> Sending CLUSTER RESET SOFT to the deleted node.']})
}

/**
 * What valkey-cli says at the end. The others say nothing of a node that was reset, and did not remove one that does not
 * answer; of that one the words of valkey-cli 9 are said in all of them.
 */
export function legacyRemoved(outcome: ChangeOutcome, tool: LegacyText['tool']): string[] {
  if (outcome.status !== 'done') return []
  return tool === 'valkey-cli' || silentNodes(outcome).length > 0 ? removedLines(outcome) : []
}

/** For stderr: which removed nodes could not be told, and why. */
export function legacyUntold(outcome: ChangeOutcome, tool: LegacyText['tool']): string[] {
  if (outcome.status !== 'done') return []
  return silentNodes(outcome).flatMap(({address, unreachableBecause = 'no answer'}) => [
    unreachableLine(address, unreachableBecause, tool),
    `CLUSTER RESET could not be sent to ${address}, so it knows the cluster still: ${unreachableBecause}.`,
  ])
}

function silentNodes({before, plan}: Pick<ChangeProposal, 'before' | 'plan'>): Node[] {
  return removedIds(plan)
    .map((id) => nodeById(before, id))
    .filter((node): node is Node => node?.reachable === false)
}
