import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {Plan} from '../domain/plan.js'
import {nodeById, reachableNodes} from '../domain/snapshot.js'
import {agreeStep} from '../planning/agree-step.js'
import {type MethodWish, type PlannedMoves, planMethods} from '../planning/moves/methods.js'
import {scheduleMoves} from '../planning/schedule.js'
import {readMoveFacts} from '../redis/read-move-facts.js'
import type {Situation} from './change.js'
import {type Purpose, refuseUnhealthy} from './refuse-unhealthy.js'

export type MoveOptions = {
  readonly method: MethodWish
  /** Maximum number of parallel moves; undefined: as many as the methods allow. */
  readonly parallel: number | undefined
  readonly purpose: Purpose
  /** Overwrite keys that the targets already have. */
  readonly replace: boolean
}

/**
 * A plan for moves: the method of each, their order, and what to know before. Throws UNHEALTHY if the state of the
 * cluster forbids them, and REFUSED with everything that would make one fail half-way.
 */
export async function prepareMoves(
  situation: Situation,
  moves: readonly Move[],
  {method, parallel, purpose, replace}: MoveOptions,
): Promise<Plan> {
  if (moves.length === 0) return {steps: [], warnings: []}
  refuseUnhealthy(situation, moves, purpose)
  const {planned, cautions} = await judgeMoves(situation, moves, () => method, {overwrites: replace})
  const steps = scheduleMoves(planned, {parallel})
  const nodes = reachableNodes(situation.snapshot).map(({id}) => id)
  const agree = {...agreeStep(situation.snapshot, nodes), inAnySync: true} as const
  return {steps: [...steps, agree], warnings: [], cautions}
}

/**
 * The method of each move, and what to know before; `repairs`: the moves bring stray keys to their owners. Throws
 * REFUSED with everything that would make one fail half-way.
 */
export async function judgeMoves<M extends Move>(
  {session, snapshot}: Pick<Situation, 'session' | 'snapshot'>,
  moves: readonly M[],
  wishFor: (move: M) => MethodWish,
  {repairs = false, overwrites = false}: {readonly repairs?: boolean; readonly overwrites?: boolean} = {},
): Promise<Pick<PlannedMoves, 'planned' | 'cautions'>> {
  const ends = await readMoveFacts(session, moves, {strays: !repairs})
  const nameOf = (id: string) => nodeById(snapshot, id as never)?.address ?? id
  const {planned, cautions, problems} = planMethods(moves, ends, {wishFor, nameOf, overwrites})
  if (problems.length === 0) return {planned, cautions}
  throw new ClusterToolError('REFUSED', problems.map(({message}) => message).join('\n  '), {
    hints: [...new Set(problems.map(({advice}) => advice)), 'Nothing was changed.'],
    details: problems,
  })
}
