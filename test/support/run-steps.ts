import type {Address} from '../../src/domain/address.js'
import {MOVE_DEFAULTS} from '../../src/domain/move.js'
import type {Step, StepResult} from '../../src/domain/step.js'
import {execute} from '../../src/execution/execute.js'
import type {Execution} from '../../src/execution/execution.js'
import {openSession} from '../../src/redis/session.js'
import {takeSnapshot} from '../../src/redis/snapshot.js'
import {PLAIN} from './test-cluster.js'

/** Carries out steps on a cluster as they are, without a plan that would have refused them. */
export async function runSteps(
  {host, port}: Address,
  steps: readonly Step[],
  runCommand: Execution['runCommand'] = () => Promise.reject(new Error('nothing is to be run')),
): Promise<StepResult[]> {
  await using session = openSession({...PLAIN, commandTimeoutMs: 5000})
  await takeSnapshot(session, {host, port})
  return await execute(
    {steps},
    {
      session,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      joinLimitMs: 20_000,
      moving: MOVE_DEFAULTS,
      runCommand,
      saveKeys: () => Promise.reject(new Error('nothing is to be saved')),
    },
  )
}
