import type {Step, StepKind, StepOf} from '../domain/step.js'
import {agree} from './agree.js'
import type {StepExecution, StepReport} from './step-execution.js'
import {awaitSync} from './await-sync.js'
import {copyFunctions} from './copy-functions.js'
import {adoptKeys} from './fix/adopt-keys.js'
import {bumpEpoch, claimSlots} from './fix/claim-slots.js'
import {closeSlots} from './fix/close-slots.js'
import {endAtomic} from './fix/end-atomic.js'
import {revealKeys} from './fix/reveal-keys.js'
import {forget} from './forget.js'
import {meet} from './meet.js'
import {migrateSlots} from './move/migrate-slots.js'
import {replicate} from './replicate.js'
import {reset} from './reset.js'
import {failover} from './failover/force.js'
import {restart} from './roll/restart.js'
import {switchOver} from './failover/switch-over.js'

type RunStep<K extends StepKind> = (step: StepOf<K>, execution: StepExecution) => Promise<StepReport | void>

const RUNNERS: {readonly [K in StepKind]: RunStep<K>} = {
  'assign-slots': ({node, ranges}, {session}) => session.node(node).addSlots(ranges),
  'set-epoch': ({node, epoch}, {session}) => session.node(node).setConfigEpoch(epoch),
  meet,
  replicate,
  agree,
  'migrate-slots': migrateSlots,
  'copy-functions': copyFunctions,
  forget,
  reset,
  'close-slots': closeSlots,
  'claim-slots': claimSlots,
  'adopt-keys': adoptKeys,
  'reveal-keys': revealKeys,
  failover,
  'switch-over': switchOver,
  'await-sync': awaitSync,
  restart,
  'bump-epoch': bumpEpoch,
  'end-atomic': endAtomic,
}

/** Kinds of which neighbours in a plan concern different nodes and may run in parallel. */
export const SIDE_BY_SIDE: Readonly<Record<StepKind, boolean>> = {
  'assign-slots': true,
  'set-epoch': true,
  meet: false,
  replicate: true,
  agree: false,
  'migrate-slots': true,
  'copy-functions': true,
  forget: false,
  reset: true,
  'close-slots': true,
  // Each takes an epoch above all others, and two at the same time might take the same one.
  'claim-slots': false,
  'adopt-keys': false,
  'reveal-keys': true,
  failover: true,
  // Two elections at once take the same epoch, for which each primary votes once.
  'switch-over': false,
  'await-sync': false,
  restart: false,
  'bump-epoch': false,
  'end-atomic': true,
}

/**
 * Kinds before which a run may be paused for long. Before the others, the cluster may be in a state that does not last,
 * such as after a FORGET, which servers undo after a minute.
 */
export const MAY_REST: Readonly<Partial<Record<StepKind, true>>> = {
  'migrate-slots': true,
  'switch-over': true,
  restart: true,
}

/** Runs one step. Rejects with a sentence, or with the server's error reply. */
export async function runStep<K extends StepKind>(
  step: StepOf<K> & Step,
  execution: StepExecution,
): Promise<StepReport | void> {
  return (RUNNERS[step.kind] as RunStep<K>)(step, execution)
}
