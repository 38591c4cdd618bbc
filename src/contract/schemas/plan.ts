import * as v from 'valibot'
import {FORMAT_VERSION} from '../../domain/operation.js'
import {
  count,
  finite,
  hours,
  integer,
  nodeId,
  openSlot,
  rate,
  role,
  slotRanges,
  throttleLimits,
  time,
} from './parts.js'
import {fixRule} from './fix-rule.js'
import {savedStep} from './steps.js'

/** A node as it was when the plan was made. */
const nodeFacts = v.object({
  id: nodeId,
  address: v.string(),
  role,
  primaryId: v.nullable(nodeId),
  configEpoch: count,
  slots: slotRanges,
  openSlots: v.array(openSlot),
  reachable: v.boolean(),
})

const moving = v.object({
  window: v.pipe(
    integer,
    v.minValue(1),
    v.description('maximum number of slots of one move that are open at the same time'),
  ),
  maxPauseMs: v.pipe(finite, v.minValue(0)),
  pipeline: v.optional(
    v.pipe(integer, v.minValue(1), v.description('maximum number of keys in one MIGRATE')),
  ),
  timeoutMs: v.pipe(finite, v.minValue(0)),
  replace: v.boolean(),
  allowBigKeys: v.boolean(),
  conflicts: v.exactOptional(
    v.pipe(v.picklist(['stop', 'keep-owner', 'keep-other']), v.description('default: stop')),
  ),
  rate: v.optional(rate),
  throttle: v.optional(throttleLimits),
  hours: v.optional(hours),
})

/** What plan files and the first lines of journals have in common. */
export const SAVED_PLAN = {
  command: v.pipe(v.string(), v.description('the command that made it')),
  createdAt: time,
  cluster: v.pipe(
    v.object({
      seed: nodeId,
      nodes: v.array(nodeFacts),
      others: v.pipe(
        v.array(v.object({id: nodeId, address: v.string()})),
        v.description('nodes of the plan that were not in the cluster'),
      ),
    }),
    v.description('the cluster as it was when the plan was made'),
  ),
  options: v.object({
    joinLimitMs: v.pipe(finite, v.minValue(0)),
    moving,
    mostMoves: v.exactOptional(
      v.pipe(integer, v.minValue(1), v.description('maximum number of moves that run at the same time')),
    ),
  }),
  plan: v.object({
    steps: v.array(savedStep),
    reasons: v.exactOptional(
      v.pipe(v.array(v.nullable(fixRule)), v.description('of a repair: the reason for each step, by index')),
    ),
    warnings: v.exactOptional(
      v.pipe(
        v.array(v.looseObject({code: v.string()})),
        v.description('shown with the plan; ignored when it is read'),
      ),
    ),
    cautions: v.exactOptional(
      v.pipe(
        v.array(v.looseObject({code: v.string()})),
        v.description('shown with the plan; ignored when it is read'),
      ),
    ),
  }),
}

/** A plan file. */
export const planFile = v.object({
  format: v.literal('clustertool-plan'),
  version: v.literal(FORMAT_VERSION),
  ...SAVED_PLAN,
})

/** What a plan file holds. */
export type PlanFile = v.InferOutput<typeof planFile>
