import {Command, type Redis} from 'ioredis'
import type {Reply} from '../domain/reply.js'

/**
 * Sends one command as it stands and takes the reply as it comes. The connection must have been made with
 * `exactNumbers`. Rejects with the error reply, or with what the connection failed with.
 */
export async function sendVerbatim(redis: Redis, words: readonly (string | Buffer)[]): Promise<Reply> {
  const [name = '', ...args] = words
  const command = new Command(String(name), args, {replyEncoding: null})
  // ioredis makes an object of what HGETALL answers.
  command.transformReply = (reply) => reply
  return toReply(await redis.sendCommand(command))
}

/** A reply as ioredis gives it when strings are bytes and numbers are text. */
export function toReply(value: unknown): Reply {
  if (value === null || value === undefined) return {type: 'nil'}
  if (Buffer.isBuffer(value)) return {type: 'string', bytes: value}
  if (Array.isArray(value)) return {type: 'array', items: value.map(toReply)}
  if (value instanceof Error) return {type: 'error', message: value.message}
  if (typeof value === 'string') return {type: 'integer', digits: value}
  throw new TypeError(`a reply has a value of type ${typeof value}`)
}
