import * as v from 'valibot'
import {cluster} from './cluster.js'
import {settingsChange} from './control.js'
import {finding} from './finding.js'
import {fixRule} from './fix-rule.js'
import {operation} from './history.js'
import {count, finite, moveReport, restarted, slotRanges, status, switchOver} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'
import {stepWith} from './steps.js'

/** A step that was taken, or was to be. */
export const step = stepWith({})

/** A step of a plan. */
export const plannedStep = stepWith({
  rule: v.exactOptional(v.pipe(fixRule, v.description('of a repair: the rule that requires it'))),
  why: v.exactOptional(v.pipe(v.string(), v.description('of a repair'))),
  risk: v.exactOptional(v.pipe(v.string(), v.description('of a repair: the risk'))),
})

const RESULT = {
  step,
  status: v.picklist(['done', 'failed', 'not-run']),
  error: v.optional(v.string()),
  milliseconds: finite,
}

const changeResult = v.object({
  ...RESULT,
  move: v.optional(v.pipe(moveReport, v.description('of migrate-slots: the result for its slots'))),
  switchOver: v.optional(v.pipe(switchOver, v.description('of switch-over'))),
  restart: v.optional(v.pipe(restarted, v.description('of restart'))),
  notes: v.array(v.string()),
})

const caution = v.object({
  code: v.string(),
  message: v.string(),
  advice: v.string(),
  nodes: v.array(nodeRef),
})

const savedTo = v.optional(v.pipe(v.string(), v.description('file of the plan, with --out')))

/** The outcome of a command that changes a running cluster. */
export const changeOutcome = v.object({
  status,
  stopped: v.optional(v.pipe(v.literal(true), v.description('the user stopped it'))),
  savedTo,
  plan: v.object({
    steps: v.array(plannedStep),
    warnings: v.array(finding),
    cautions: v.pipe(v.array(caution), v.description('things to know before it is carried out')),
    takenUp: v.optional(
      v.pipe(
        v.object({
          ...operation.entries,
          since: v.array(operation),
          kept: v.optional(
            v.pipe(settingsChange, v.description('settings that were changed meanwhile, and are used again')),
          ),
        }),
        v.description('the operation that fix or resume continues, and the operations after it'),
      ),
    ),
  }),
  steps: v.array(changeResult),
  findings: v.array(finding),
  // As it is afterwards; left out when nothing was done.
  cluster: v.optional(cluster),
})

/** The outcome of resume and undo that find no operation. */
export const noOperationOutcome = v.object({
  status: v.literal('nothing-to-do'),
  superseded: v.optional(
    v.pipe(operation, v.description('the last interrupted operation, if a later one superseded it')),
  ),
})

const placedNode = v.object({...NODE_REF, host: v.string(), zone: v.optional(v.string())})

// A create tells of its steps what happened, and of a move nothing: it makes none.
const createResult = v.object({
  ...RESULT,
  move: v.exactOptional(moveReport),
  notes: v.exactOptional(v.array(v.string())),
})

/** The outcome of create. */
export const createOutcome = v.object({
  status,
  savedTo,
  software: v.string(),
  shards: v.array(
    v.object({
      primary: placedNode,
      replicas: v.array(placedNode),
      slots: slotRanges,
      slotCount: count,
    }),
  ),
  plan: v.object({steps: v.array(step), warnings: v.array(finding)}),
  steps: v.array(createResult),
  findings: v.array(finding),
  // As it is afterwards; left out when nothing was done.
  cluster: v.optional(cluster),
})

/** A step in a document. */
export type StepFields = v.InferOutput<typeof step>
