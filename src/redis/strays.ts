import {setTimeout as sleep} from 'node:timers/promises'
import type {Strays} from '../domain/move-end.js'
import {toRanges} from '../domain/slot.js'
import {isAtLeast} from '../domain/version.js'
import {ReplyRefused} from './errors.js'
import {parseInfo} from './info.js'
import type {Wire} from './wire.js'

/** Keys whose time is over are still counted until the server gets round to deleting them. */
const LOOKS = 4
const AGAIN_AFTER_MS = 250

/**
 * Keys that a node holds in slots that are not its own, and keys that it holds and does not show. Undefined where scripts
 * or INFO are refused.
 */
export async function countStrays(wire: Wire, slots: readonly number[]): Promise<Strays | undefined> {
  if (slots.length === 0) return {slots: [], keys: 0, hidden: 0}
  for (let look = 1; ; look++) {
    const strays = await lookOnce(wire, slots)
    if (!strays || strays.keys + strays.hidden === 0 || look === LOOKS) return strays
    await sleep(AGAIN_AFTER_MS)
  }
}

async function lookOnce(wire: Wire, slots: readonly number[]): Promise<Strays | undefined> {
  try {
    const info = parseInfo(String(await wire.call('INFO')))
    const databases = info.keys.map(({db}) => String(db))
    const pairs = (await wire.call(
      'EVAL',
      KEYS_BY_SLOT,
      '0',
      String(databases.length),
      ...databases,
      ...toRanges(slots).flatMap(({start, end}) => [String(start), String(end)]),
    )) as number[]
    const counts = pairs.filter((_, at) => at % 2 === 1)
    return {
      slots: toRanges(pairs.filter((_, at) => at % 2 === 0)),
      keys: counts.reduce((sum, count) => sum + count, 0),
      hidden: hides(info) ? Math.max(0, Number(await wire.call('EVAL', HIDDEN, '0'))) : 0,
    }
  } catch (error) {
    if (error instanceof ReplyRefused) return undefined
    throw error
  }
}

/** Redis 8.4 shows no keys of slots that it neither owns nor imports; only DBSIZE counts them. */
function hides({software, version}: ReturnType<typeof parseInfo>): boolean {
  return software !== 'valkey' && isAtLeast(version, 8, 4)
}

const KEYS_BY_SLOT = `
  local found, first = {}, 2 + tonumber(ARGV[1])
  for db = 2, first - 1 do
    redis.call('SELECT', ARGV[db])
    for at = first, #ARGV, 2 do
      for slot = tonumber(ARGV[at]), tonumber(ARGV[at + 1]) do
        local keys = redis.call('CLUSTER', 'COUNTKEYSINSLOT', slot)
        if keys > 0 then found[#found + 1] = slot; found[#found + 1] = keys end
      end
    end
  end
  return found`

const HIDDEN = `
  local sum = 0
  for slot = 0, 16383 do sum = sum + redis.call('CLUSTER', 'COUNTKEYSINSLOT', slot) end
  return redis.call('DBSIZE') - sum`
