import type {Address} from '../../src/domain/address.js'
import {MOVE_DEFAULTS, type MoveMethod, type MoveSettings} from '../../src/domain/move.js'
import type {Event} from '../../src/domain/outcome.js'
import type {StepResult} from '../../src/domain/plan.js'
import type {SlotRange} from '../../src/domain/slot.js'
import {execute} from '../../src/execution/execute.js'
import type {ConnectionOptions} from '../../src/redis/connection.js'
import {openSession} from '../../src/redis/session.js'
import {takeSnapshot} from '../../src/redis/snapshot.js'
import type {NodeId} from '../../src/domain/node.js'
import {PLAIN} from './test-cluster.js'

export type MoveWishes = {
  readonly seed: Address
  readonly source: NodeId
  readonly target: NodeId
  readonly ranges: readonly SlotRange[]
  readonly method?: MoveMethod
  readonly moving?: Partial<MoveSettings>
  readonly connection?: ConnectionOptions
  readonly signal?: AbortSignal
  readonly onEvent?: (event: Event) => void
}

/** Runs one move as a plan of one step, with no plan made and nothing checked before. */
export async function runMove(wishes: MoveWishes): Promise<StepResult> {
  const {seed, source, target, ranges, method = 'keys'} = wishes
  await using session = openSession(wishes.connection ?? PLAIN)
  await takeSnapshot(session, {host: seed.host, port: seed.port})
  const [result] = await execute(
    {steps: [{kind: 'migrate-slots', source, target, ranges, method, after: []}], warnings: []},
    {
      session,
      signal: wishes.signal ?? new AbortController().signal,
      onEvent: wishes.onEvent ?? (() => undefined),
      joinLimitMs: 10_000,
      moving: {...MOVE_DEFAULTS, ...wishes.moving},
    },
  )
  if (!result) throw new Error('there was no step')
  return result
}
