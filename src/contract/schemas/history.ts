import * as v from 'valibot'
import {count, finite, status, time} from './parts.js'

/** An operation as it was written down, and how it stands. */
export const operation = v.object({
  id: v.string(),
  command: v.string(),
  status: v.pipe(v.picklist([...status.options, 'unfinished']), v.description('as it was written down')),
  standing: v.pipe(
    v.picklist([...status.options, 'running', 'killed', 'superseded', 'dismissed']),
    v.description('the same with what is known besides'),
  ),
  supersededBy: v.optional(v.string()),
  startedAt: time,
  milliseconds: v.optional(finite),
  host: v.string(),
  pid: count,
  of: v.optional(v.pipe(v.string(), v.description('the operation that it took up or took back'))),
  slotsMoved: count,
})

/** The outcome of history. */
export const historyOutcome = v.object({
  operations: v.array(operation),
  problems: v.pipe(v.array(v.string()), v.description('journals that could not be read, and why')),
  dismissed: v.optional(v.pipe(v.string(), v.description('with --dismiss: the id'))),
})
