import type {MoveSettings} from '../../domain/move.js'
import type {SavedPlan} from '../../domain/operation.js'
import type {Step} from '../../domain/step.js'
import type {PlanFile} from '../schemas/plan.js'

type SavedFields = Pick<PlanFile, 'command' | 'createdAt' | 'cluster' | 'options' | 'plan'>

/** A plan from a document that has one in it. */
export function toSavedPlan({command, createdAt, cluster, options, plan}: SavedFields): SavedPlan {
  const {joinLimitMs, moving, mostMoves} = options
  return {
    command,
    createdAt,
    cluster,
    options: {
      joinLimitMs,
      moving: toSettings(moving),
      ...(mostMoves !== undefined && {mostMoves}),
    },
    plan: {
      steps: plan.steps.map(toStep),
      ...(plan.reasons && {reasons: plan.reasons.map((rule) => rule ?? undefined)}),
    },
  }
}

/** Plans of older versions have none of the last four. */
function toSettings({pipeline, ...moving}: SavedFields['options']['moving']): MoveSettings {
  const {conflicts = 'stop', rate, throttle, hours} = moving
  return {...moving, pipeline, conflicts, rate, throttle, hours}
}

/** JSON leaves out what is undefined. */
function toStep(step: SavedFields['plan']['steps'][number]): Step {
  return step.kind === 'close-slots' ? {...step, owner: step.owner} : step
}
