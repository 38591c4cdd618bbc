import type {Address} from '../domain/address.js'
import {hasSlot, type SlotRange} from '../domain/slot.js'
import type {ConnectionOptions} from './connection.js'
import {keySlot} from './key-slot.js'
import {Wire} from './wire.js'

/** Asks a primary for something that it holds back like a write, on a connection of its own, and changes nothing. */
export type WriteProbe = {
  /** Rejects with ReplyRefused as soon as the node is no longer the owner of the slots. */
  ask(): Promise<void>
  close(): void
}

/** A server holds writes for 10 s at most, unless it was told otherwise (CLUSTER_MF_PAUSE_MULT in cluster.c). */
const LONGEST_HOLD_MS = 15_000

/**
 * Servers hold PFCOUNT while they hold writes, because it may write to replicas (CMD_MAY_REPLICATE, Redis 6.2 and
 * later; older servers hold every command). The key does not exist, unless somebody chose the same name.
 */
export async function openWriteProbe(
  address: Address,
  ranges: readonly SlotRange[],
  options: ConnectionOptions,
): Promise<WriteProbe> {
  const wire = await Wire.open(address, {...options, commandTimeoutMs: LONGEST_HOLD_MS})
  const key = keyIn(ranges)
  return {
    ask: async () => void (await wire.call('PFCOUNT', key)),
    close: () => wire.close(),
  }
}

/** A name in one of the slots. Slots are about equally likely, so even a single one is found soon. */
function keyIn(ranges: readonly SlotRange[]): Buffer {
  for (let number = 0; ; number++) {
    const key = Buffer.from(`clustertool:probe:${number}`)
    if (hasSlot(ranges, keySlot(key))) return key
  }
}
