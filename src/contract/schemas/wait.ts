import * as v from 'valibot'
import {count} from './parts.js'
import {nodeRef} from './refs.js'

const missing = v.object({
  code: v.pipe(
    v.string(),
    v.description(
      'of a finding, or replica-unlinked, replica-syncing, replica-behind, other-role, other-count, other-version',
    ),
  ),
  message: v.string(),
  nodes: v.array(nodeRef),
  known: v.exactOptional(v.pipe(count, v.description('of other-count: how many members there are'))),
})

/** The outcome of wait. */
export const waitOutcome = v.object({
  status: v.picklist(['reached', 'timed-out']),
  milliseconds: v.pipe(count, v.description('how long it waited')),
  unread: v.optional(
    v.pipe(v.string(), v.description('why the node that was named could not be read at the last look')),
  ),
  conditions: v.array(
    v.object({
      condition: v.pipe(v.string(), v.description('as --for takes it')),
      holds: v.pipe(v.boolean(), v.description('at the last look')),
      missing: v.array(missing),
    }),
  ),
})
