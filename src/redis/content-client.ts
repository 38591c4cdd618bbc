import type {BigKeySearch} from '../domain/cluster-report.js'
import type {SlotSample} from '../domain/memory-estimate.js'
import type {SlotRange} from '../domain/slot.js'
import type {SlowCommand} from '../domain/slow-command.js'
import {searchBigKeys} from './big-keys.js'
import {fieldOf} from './info.js'
import {KeyScanner} from './key-scan.js'
import {readSlotKeys, readSlotStats, type SlotStats} from './slot-stats.js'
import {sampleSlots, type SlotSampling} from './slot-samples.js'
import {readSlowLog} from './slow-log.js'
import type {Wire} from './wire.js'

/** What a node says about its keys and its commands. All methods reject with the server's error reply. */
export type ContentClient = {
  /** The number of keys in each slot of these ranges, in these databases. */
  slotKeys(ranges: readonly SlotRange[], databases: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** What it counts for each slot; undefined before Valkey 8.0 and Redis 8.2. */
  slotStats(ranges: readonly SlotRange[]): Promise<readonly SlotStats[] | undefined>
  /** The sizes of the first keys of each of these slots, which hold so many keys in all their databases. */
  sampleSlots(slots: readonly SlotSampling[], most: number): Promise<SlotSample[]>
  /** Bytes that its keys use, without what an empty server needs; undefined before Redis 4.0. */
  datasetBytes(): Promise<number | undefined>
  /** The latest slow commands, newest first. */
  slowLog(count: number): Promise<SlowCommand[]>
  /** Looks for the biggest keys of database 0 for at most this time. */
  bigKeys(limitMs: number): Promise<BigKeySearch>
  /** Reads keys with their sizes. Nothing else may use the connection until it is done. */
  keyScanner(): KeyScanner
}

/** The client of one open connection. */
export function contentClient(wire: Wire): ContentClient {
  return {
    slotKeys: (ranges, databases) => readSlotKeys(wire, ranges, databases),
    slotStats: (ranges) => readSlotStats(wire, ranges),
    sampleSlots: (slots, most) => sampleSlots(wire, slots, most),
    datasetBytes: async () => {
      const bytes = fieldOf(String(await wire.call('INFO', 'memory')), 'used_memory_dataset')
      return bytes === undefined ? undefined : Number(bytes)
    },
    slowLog: (count) => readSlowLog(wire, count),
    bigKeys: (limitMs) => searchBigKeys(wire, limitMs),
    keyScanner: () => new KeyScanner(wire),
  }
}
