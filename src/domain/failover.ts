import type {Step, StepOf} from './step.js'

/** A step that changes the roles of a shard. */
export type RoleChange = StepOf<'switch-over'> | StepOf<'failover'>

/** Whether a step is one. */
export function isRoleChange(step: Step): step is RoleChange {
  return step.kind === 'switch-over' || step.kind === 'failover'
}

/** How a replica takes the place of its primary: with its help, by votes only, or without votes. */
export type FailoverMode = 'plain' | 'force' | 'takeover'
