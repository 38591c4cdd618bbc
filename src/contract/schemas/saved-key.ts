import * as v from 'valibot'
import {count, integer, slot, time} from './parts.js'

/** By length: what is no base64 decodes to less. A regular expression would run out of stack on a large value. */
const base64 = v.pipe(
  v.string(),
  v.check((text) => {
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
    return text.length % 4 === 0 && Buffer.from(text, 'base64').length === (text.length / 4) * 3 - padding
  }, 'base64'),
)

/** A line of a file of saved keys. */
export const savedKeyLine = v.object({
  node: v.pipe(v.string(), v.description('host:port of the node that had it')),
  db: count,
  slot,
  timeToLiveMs: v.pipe(integer, v.description('remaining time to live in milliseconds, -1: none')),
  key: v.pipe(base64, v.description('base64')),
  payload: v.pipe(base64, v.description('the reply to DUMP, base64')),
  savedAt: time,
})

/** What a line of a file of saved keys holds. */
export type SavedKeyDocument = v.InferOutput<typeof savedKeyLine>
