import * as v from 'valibot'
import {count} from './parts.js'

/** What is to become of the source. */
export const afterwards = v.picklist(['unpause', 'readonly', 'shutdown'])

/** What the first part of a cutover has found. */
export const cutoverResult = v.object({
  status: v.pipe(
    v.picklist(['equal', 'different', 'failed']),
    v.description('equal: clients can be switched; otherwise the source takes writes again'),
  ),
  reason: v.optional(v.pipe(v.string(), v.description('why it is not equal'))),
  pausedMs: v.pipe(count, v.description('how long clients had waited with their writes when it was known')),
  drainedMs: v.pipe(count, v.description('how long it took until everything was in the cluster')),
  sample: v.optional(v.pipe(count, v.description('how many keys of each side were compared; missing: all'))),
  lasting: v.pipe(
    v.object({source: count, cluster: count}),
    v.description('keys that do not expire, on both sides'),
  ),
  differing: v.object({
    count,
    shown: v.array(
      v.object({key: v.pipe(v.string(), v.description('for reading')), db: count, what: v.string()}),
    ),
  }),
})

/** The outcome of cutover. */
export const cutoverOutcome = v.object({
  status: v.picklist(['done', 'different', 'incomplete']),
  operation: v.string(),
  afterwards: v.pipe(afterwards, v.description('what became of the source')),
  stopped: v.optional(v.pipe(v.string(), v.description('why it did not succeed'))),
  found: cutoverResult,
})
