import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import type {Node} from '../../domain/node.js'
import type {StepOf} from '../../domain/plan.js'
import {nodeById} from '../../domain/snapshot.js'
import {removedLines} from '../del-node-text.js'
import {addressesOf} from '../names.js'
import {type TellEvent, tellFirst} from './first-of-kind.js'
import {type OldOptions, oldWords} from './words.js'

/** What is to be added: one line for each. */
export function addingLines(typed: readonly string[], seed: string): string[] {
  return typed.map((address) => `>>> Adding node ${address} to cluster ${seed}`)
}

/** How new nodes are to join; `isChosen`: their primary was not named. */
export type Joining = {
  readonly typed: readonly string[]
  readonly asReplicas: boolean
  readonly isChosen: boolean
}

/** What is said before nodes join. */
export function oldAddProposal(
  {before, plan}: ChangeProposal,
  {typed, asReplicas, isChosen}: Joining,
  {style}: OldOptions,
): string[] {
  const nameOf = addressesOf(before)
  if (asReplicas) {
    const {primary} = oldWords(style)
    const homes = plan.steps.filter((step): step is StepOf<'replicate'> => step.kind === 'replicate')
    return isChosen ? homes.map((home) => `Automatically selected ${primary} ${nameOf(home.primary)}`) : []
  }
  if (style === 'redis-trib') return []
  return [
    '>>> Getting functions from cluster',
    ...typed.flatMap((address) => [
      `>>> Send FUNCTION LIST to ${address} to verify there is no functions in it`,
      `>>> Send FUNCTION RESTORE to ${address}`,
    ]),
  ]
}

/** Tells of the steps of an add-node as they begin. */
export function tellAdd({before}: ChangeProposal, {typed, asReplicas}: Joining): TellEvent {
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
export function oldRemovalProposal({before, plan}: ChangeProposal): string[] {
  const nameOf = addressesOf(before)
  const removed = plan.steps.flatMap((step) => (step.kind === 'forget' ? [step.node] : []))
  const silent = removed
    .map((id) => nodeById(before, id))
    .filter((node): node is Node => node?.reachable === false)
  return [
    '>>> Sending CLUSTER FORGET messages to the cluster...',
    ...plan.steps.flatMap((step) =>
      step.kind === 'replicate' ? [`>>> ${nameOf(step.node)} as replica of ${nameOf(step.primary)}`] : [],
    ),
    ...silent.map(
      ({id}) => `>>> WARNING: Could not connect to node ${nameOf(id)}, unable to send CLUSTER RESET.`,
    ),
  ]
}

/** Tells that removed nodes are reset; none is shut down, which redis-trib did. */
export function tellRemoval(): TellEvent {
  return tellFirst({reset: ['>>> Sending CLUSTER RESET SOFT to the deleted node.']})
}

/** What valkey-cli says at the end; the others say nothing. */
export function oldRemoved(outcome: ChangeOutcome, style: OldOptions['style']): string[] {
  return style === 'valkey-cli' && outcome.status === 'done' ? removedLines(outcome) : []
}
