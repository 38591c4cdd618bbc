import * as v from 'valibot'
import {integer, role} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'

/** refused: an error from all nodes; unreachable: no answer from any. */
const answersStatus = v.picklist(['done', 'refused', 'unreachable', 'incomplete'])
const error = v.optional(v.pipe(v.string(), v.description('the error reply, or why there was no answer')))

const ANSWER = {...NODE_REF, role, status: v.picklist(['ok', 'error', 'unreachable']), error}

/** A reply of a server. */
export type ReplyFields =
  | {type: 'string'; value: string}
  | {type: 'bytes'; base64: string}
  | {type: 'integer'; value: number | string}
  | {type: 'nil'}
  | {type: 'array'; items: ReplyFields[]}
  | {type: 'error'; message: string}

/** What a server answered, with its type. */
export const reply: v.GenericSchema<ReplyFields> = v.variant('type', [
  v.object({type: v.literal('string'), value: v.string()}),
  v.object({type: v.literal('bytes'), base64: v.pipe(v.string(), v.description('bytes that are not UTF-8'))}),
  v.object({
    type: v.literal('integer'),
    value: v.union([integer, v.pipe(v.string(), v.description('digits beyond 2^53'))]),
  }),
  v.object({type: v.literal('nil')}),
  v.object({type: v.literal('array'), items: v.array(v.lazy(() => reply))}),
  v.object({type: v.literal('error'), message: v.pipe(v.string(), v.description('within an array'))}),
])

/** The outcome of call. */
export const callOutcome = v.object({
  status: answersStatus,
  nodes: v.array(v.object({...ANSWER, reply: v.optional(reply)})),
})

/** The outcome of config get. */
export const settingsOutcome = v.object({
  status: answersStatus,
  differ: v.boolean(),
  settings: v.array(
    v.object({
      name: v.string(),
      differ: v.boolean(),
      values: v.array(
        v.object({
          value: v.optional(v.pipe(v.string(), v.description('*** is a password'))),
          nodes: v.array(nodeRef),
        }),
      ),
    }),
  ),
  unknown: v.pipe(v.array(v.string()), v.description('names and patterns that no node has')),
  nodes: v.array(v.object(ANSWER)),
})

/** The outcome of config set and set-timeout. */
export const configureOutcome = v.object({
  status: answersStatus,
  name: v.string(),
  value: v.string(),
  nodes: v.array(
    v.object({
      ...ANSWER,
      status: v.pipe(
        v.picklist(['ok', 'error', 'unreachable', 'not-saved']),
        v.description('not-saved: set, but not written to the configuration file; error says why'),
      ),
      before: v.optional(v.string()),
      after: v.optional(v.string()),
      saved: v.optional(v.boolean()),
    }),
  ),
})
