import type {SlotRange} from '../domain/slot.js'
import {keySlot} from './key-slot.js'
import {accept, type Command, type Wire} from './wire.js'

/**
 * CLUSTER BUMPEPOCH: takes a config epoch above all that the node knows, and returns it; undefined if its own is already
 * the highest, even if another node has the same. `slots`: those that it owns, if any.
 *
 * A message in one of its slots follows in the same packet. The node sends it to its replicas at once, with its epoch in
 * the header, so that they hear of the epoch after milliseconds instead of up to a second (clusterSendMessage in
 * cluster.c of Redis 7.0, tried with 7.0.15). Redis 6 has no SPUBLISH, and a user may not be allowed to send it.
 */
export async function bumpEpoch(wire: Wire, slots: readonly SlotRange[]): Promise<number | undefined> {
  const message: Command[] = slots.length > 0 ? [['SPUBLISH', channelIn(slots), '']] : []
  const [bumped] = await wire.callAll([['CLUSTER', 'BUMPEPOCH'], ...message])
  // `BUMPED 7`, or `STILL 7`.
  const [, epoch] = /^BUMPED (\d+)/.exec(String(accept(bumped))) ?? []
  return epoch === undefined ? undefined : Number(epoch)
}

/** A channel of which nobody has heard, in one of these slots. */
export function channelIn(slots: readonly SlotRange[]): string {
  for (let number = 0; ; number++) {
    const channel = `clustertool:epoch:${number}`
    const slot = keySlot(Buffer.from(channel))
    if (slots.some(({start, end}) => start <= slot && slot <= end)) return channel
  }
}
