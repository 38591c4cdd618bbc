import {ReplyRefused} from '../errors.js'
import {DatabasePipeline} from '../database-pipeline.js'
import {BY_EFFECT} from '../key-scripts.js'
import {accept, type Wire} from '../wire.js'

/**
 * KEYS: a key. Changes it and changes it back, so that a transaction of another connection that watches it does
 * nothing, even if it is still on its way. Returns whether the key exists.
 */
const HOLD_KEY = `
  ${BY_EFFECT}
  local left = redis.call('PTTL', KEYS[1])
  if left == -2 then return 0 end
  if left < 0 then
    redis.call('PEXPIRE', KEYS[1], 3600000)
    redis.call('PERSIST', KEYS[1])
  else redis.call('PEXPIRE', KEYS[1], math.max(left, 1)) end
  return 1`

/**
 * Whether the owner of a key has it, and whatever another connection was about to do with it was given up. Undefined
 * if the owner does not allow scripts, so that nothing is certain.
 */
export async function holdKey(owner: Wire, db: number, key: Buffer): Promise<boolean | undefined> {
  const [reply] = await new DatabasePipeline(owner).sendIn(db, [['EVAL', HOLD_KEY, 1, key]])
  if (!(reply?.error instanceof ReplyRefused)) return Number(accept(reply)) === 1
  // The key of an open slot is gone.
  if (reply.error.code === 'ASK') return false
  if (reply.error.code === 'NOPERM') return undefined
  throw reply.error
}
