import {setTimeout as sleep} from 'node:timers/promises'
import type {Strays} from '../domain/move-facts.js'
import {SLOT_COUNT, toRanges} from '../domain/slot.js'
import {hidesForeignKeys} from '../domain/version.js'
import {ReplyRefused} from './errors.js'
import {parseInfo} from './info.js'
import type {Wire} from './wire.js'

/** Expired keys are still counted until the server deletes them. */
const LOOKS = 4
const AGAIN_AFTER_MS = 250

/** Stray keys and hidden keys of a node. Undefined if scripts or INFO are refused. */
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
      hidden: hidesForeignKeys(info) ? (await readHidden(wire)).keys : 0,
    }
  } catch (error) {
    if (error instanceof ReplyRefused) return undefined
    throw error
  }
}

/**
 * Number of keys in DBSIZE and in no slot. Undefined if scripts are refused, and while atomic moves, or deletions
 * after them, are in progress, because those keys count too.
 */
export async function countHiddenKeys(wire: Wire): Promise<number | undefined> {
  try {
    const {keys, passes} = await readHidden(wire)
    return passes ? undefined : keys
  } catch (error) {
    if (error instanceof ReplyRefused) return undefined
    throw error
  }
}

/** `passes`: some of them will disappear by themselves. */
async function readHidden(wire: Wire): Promise<{readonly keys: number; readonly passes: boolean}> {
  const [keys = 0, running = 0] = (await wire.call('EVAL', HIDDEN_KEYS, '0')) as number[]
  return {keys, passes: running > 0}
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

// In one script, so that no key comes or goes between the counts.
const HIDDEN_KEYS = `
  local info, running = redis.call('CLUSTER', 'INFO'), 0
  for _, name in ipairs({'active_tasks', 'active_trim_running'}) do
    running = running + tonumber(info:match('cluster_slot_migration_' .. name .. ':(%d+)') or 0)
  end
  local sum = 0
  for slot = 0, ${SLOT_COUNT - 1} do sum = sum + redis.call('CLUSTER', 'COUNTKEYSINSLOT', slot) end
  return {math.max(0, redis.call('DBSIZE') - sum), running}`
