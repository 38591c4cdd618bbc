import type {NodeId} from '../domain/node.js'
import {ReplyRefused} from './errors.js'
import type {Refused, SlotChange, KeysInSlot} from './slot-change.js'

/** ARGV: slots. Returns the number of keys in each. */
export const COUNTS = `
  local counts = {}
  for i = 1, #ARGV do counts[i] = redis.call('CLUSTER', 'COUNTKEYSINSLOT', ARGV[i]) end
  return counts`

/**
 * ARGV: slots. Clears the marks of those that hold no keys, and returns the number of keys in each. In one command,
 * because Redis 8.4 and later hide the keys of a slot that they do not own when it is closed, and a key may come at
 * any time.
 */
export const CLOSE_EMPTY = `
  local counts = {}
  for i = 1, #ARGV do
    counts[i] = redis.call('CLUSTER', 'COUNTKEYSINSLOT', ARGV[i])
    if counts[i] == 0 then redis.call('CLUSTER', 'SETSLOT', ARGV[i], 'STABLE') end
  end
  return counts`

/**
 * ARGV: for each change the number of its words, then the words. Returns OK or the error for each. A node that gets a
 * slot it was importing announces it to all others at once (since Redis 6.2), which is expensive for all; TAKE takes
 * the slot without announcing it, so that the last one of many announces all. It has to be a script, so that nothing
 * happens in between: until the last one, the node's epoch need not be the highest. Not for Redis 8.4 and later,
 * which hide the keys of a slot that is closed on a node that does not own it.
 */
export const SET_SLOTS = `
  local replies, at = {}, 1
  while at <= #ARGV do
    local last = at + tonumber(ARGV[at])
    local slot, state, peer = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
    if state == 'TAKE' then
      redis.pcall('CLUSTER', 'SETSLOT', slot, 'STABLE')
      state = 'NODE'
    end
    local reply
    if peer and last == at + 3 then reply = redis.pcall('CLUSTER', 'SETSLOT', slot, state, peer)
    else reply = redis.pcall('CLUSTER', 'SETSLOT', slot, state) end
    replies[#replies + 1] = reply.err or 'OK'
    at = last + 1
  end
  return replies`

/** In bytes. A smaller key counts as large as the average of the others in its slot. */
export const SIZED_ALONE = 16_384

/**
 * ARGV: the maximum number of keys of each slot, the size from which a key's own size is reported, then the slots.
 * Returns for each slot its keys, the total size of the small ones, and index and size of each other key.
 */
export const KEYS_AND_SIZES = `
  local lists, limit = {}, tonumber(ARGV[2])
  for i = 3, #ARGV do
    local keys = redis.call('CLUSTER', 'GETKEYSINSLOT', ARGV[i], ARGV[1])
    local small, big = 0, {}
    for k = 1, #keys do
      local size = redis.call('MEMORY', 'USAGE', keys[k]) or 0
      if size < limit then small = small + size
      else
        big[#big + 1] = k
        big[#big + 1] = size
      end
    end
    lists[i - 2] = {keys, small, big}
  end
  return lists`

/** The words of CLUSTER SETSLOT after its name. */
export function setSlotWords(change: SlotChange): (string | number)[] {
  const {slot, state} = change
  return state === 'stable' ? [slot, 'STABLE'] : [slot, STATES[state], change.peer]
}

/** For SET_SLOTS; `takes` is the node itself if it may TAKE slots. */
export function scriptWords(changes: readonly SlotChange[], takes: NodeId | undefined): (string | number)[] {
  const gets = (change: SlotChange) => change.state === 'node' && change.peer === takes
  const last = changes.findLastIndex(gets)
  // A big move has tens of thousands, so nothing is made for each but its words.
  const words: (string | number)[] = []
  for (const [at, change] of changes.entries()) {
    if (change.state === 'stable') words.push(2, change.slot, 'STABLE')
    else words.push(3, change.slot, gets(change) && at < last ? 'TAKE' : STATES[change.state], change.peer)
  }
  return words
}

const STATES = {node: 'NODE', importing: 'IMPORTING', migrating: 'MIGRATING'} as const

/** A reply of KEYS_AND_SIZES; its indices start at 1. */
export function toSlotKeys([keys, small, big]: [Buffer[], number, number[]]): KeysInSlot {
  const bytes: number[] = Array.from({length: keys.length})
  bytes.fill(small / Math.max(1, keys.length - big.length / 2))
  for (let at = 0; at + 1 < big.length; at += 2) bytes[(big[at] ?? 0) - 1] = big[at + 1] ?? 0
  return {keys, bytes}
}

/** The error of a command in a script, as the error that the command alone would have got. */
export function toReplyError(text: string): Refused {
  if (text === 'OK') return undefined
  // Redis 7 appends the position in the script.
  return new ReplyRefused(text.replace(/ script: .*$/s, ''))
}
