import * as v from 'valibot'
import {count, finite, status, time} from './parts.js'

/** An operation as it was written down, and how it stands. */
export const operation = v.object({
  id: v.string(),
  command: v.string(),
  status: v.pipe(v.picklist([...status.options, 'unfinished']), v.description('as the journal says')),
  standing: v.pipe(
    v.picklist([...status.options, 'running', 'killed', 'superseded', 'dismissed']),
    v.description('the operation, with what later operations and the cluster say about it'),
  ),
  supersededBy: v.optional(v.string()),
  startedAt: time,
  milliseconds: v.optional(finite),
  host: v.string(),
  pid: count,
  of: v.optional(v.pipe(v.string(), v.description('the operation that it continues or undoes'))),
  slotsMoved: count,
})

/** The outcome of history. */
export const historyOutcome = v.object({
  operations: v.array(operation),
  problems: v.pipe(v.array(v.string()), v.description('journals that could not be read, and why')),
  dismissed: v.optional(v.pipe(v.string(), v.description('with --dismiss: the id'))),
})
