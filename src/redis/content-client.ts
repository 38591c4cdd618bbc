import type {BigKeySearch, LoggedCommand} from '../domain/cluster-report.js'
import type {SlotRange} from '../domain/slot.js'
import {searchBigKeys} from './big-keys.js'
import {readSlotKeys, readSlotStats, type SlotStats} from './slot-stats.js'
import {readSlowLog} from './slow-log.js'
import type {Wire} from './wire.js'

/** What a node says about its keys and its commands. All methods reject with the server's error reply. */
export type ContentClient = {
  /** The number of keys in each slot of these ranges, in these databases. */
  slotKeys(ranges: readonly SlotRange[], databases: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** What it counts for each slot; undefined before Valkey 8.0 and Redis 8.2. */
  slotStats(ranges: readonly SlotRange[]): Promise<readonly SlotStats[] | undefined>
  /** The latest slow commands, newest first. */
  slowLog(count: number): Promise<LoggedCommand[]>
  /** Looks for the biggest keys of database 0 for at most this time. */
  bigKeys(limitMs: number): Promise<BigKeySearch>
}

/** The client of one open connection. */
export function contentClient(wire: Wire): ContentClient {
  return {
    slotKeys: (ranges, databases) => readSlotKeys(wire, ranges, databases),
    slotStats: (ranges) => readSlotStats(wire, ranges),
    slowLog: (count) => readSlowLog(wire, count),
    bigKeys: (limitMs) => searchBigKeys(wire, limitMs),
  }
}
