import type {Reply} from '../domain/reply.js'

/** The reply of a connection with `exactNumbers`, where strings are bytes and numbers are text. */
export function toReply(value: unknown): Reply {
  if (value === null || value === undefined) return {type: 'nil'}
  if (Buffer.isBuffer(value)) return {type: 'string', bytes: value}
  if (Array.isArray(value)) return {type: 'array', items: value.map(toReply)}
  if (value instanceof Error) return {type: 'error', message: value.message}
  if (typeof value === 'string') return {type: 'integer', digits: value}
  throw new TypeError(`a reply has a value of type ${typeof value}`)
}
