import * as v from 'valibot'
import {FORMAT_VERSION} from '../../domain/operation.js'
import {count, finite, integer, nodeId, openSlot, role, slotRanges, time} from './parts.js'
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
  window: v.pipe(integer, v.minValue(1), v.description('slots of one move that may be open at once')),
  maxPauseMs: v.pipe(finite, v.minValue(0)),
  pipeline: v.optional(v.pipe(integer, v.minValue(1), v.description('most keys in one MIGRATE'))),
  timeoutMs: v.pipe(finite, v.minValue(0)),
  replace: v.boolean(),
  allowBigKeys: v.boolean(),
  conflicts: v.exactOptional(
    v.pipe(v.picklist(['stop', 'keep-owner', 'keep-other']), v.description('stop when it is left out')),
  ),
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
        v.description('nodes that the plan is about and that were not part of the cluster'),
      ),
    }),
    v.description('the cluster as it was when the plan was made'),
  ),
  options: v.object({joinLimitMs: v.pipe(finite, v.minValue(0)), moving}),
  plan: v.object({
    steps: v.array(savedStep),
    reasons: v.exactOptional(
      v.pipe(v.array(v.nullable(fixRule)), v.description('of a repair: why each step is taken, by index')),
    ),
    warnings: v.exactOptional(
      v.pipe(v.array(v.looseObject({code: v.string()})), v.description('what was shown with it; not read')),
    ),
    cautions: v.exactOptional(
      v.pipe(v.array(v.looseObject({code: v.string()})), v.description('what was shown with it; not read')),
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
