import {type SlotRange, slotsOf} from '../domain/slot.js'
import {accept, type Command, type Wire} from './wire.js'

/** What a node counts for one slot. All but keys need the setting cluster-slot-stats-enabled. */
export type SlotStats = {
  readonly slot: number
  /** Microseconds of CPU that commands on its keys took, since the node owns it or CONFIG RESETSTAT. */
  readonly cpuMicroseconds: number | undefined
  /** Bytes that clients sent for it and received, counted like the time. */
  readonly networkBytes: number | undefined
  /** Bytes that its keys use (Redis 8.4). */
  readonly memoryBytes: number | undefined
}

/** The number of keys in each of these slots, in these databases. */
export async function readSlotKeys(
  wire: Wire,
  ranges: readonly SlotRange[],
  databases: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const slots = [...slotsOf(ranges)]
  const counts = new Map(slots.map((slot) => [slot, 0]))
  // Servers have one database in a cluster, except Valkey 9; the connection stays in database 0.
  const others = databases.filter((db) => db !== 0)
  for (const db of [...others, 0]) {
    const select: Command[] = others.length > 0 ? [['SELECT', db]] : []
    const counting = slots.map((slot): Command => ['CLUSTER', 'COUNTKEYSINSLOT', slot])
    const replies = (await wire.callAll([...select, ...counting])).map(accept).slice(select.length)
    slots.forEach((slot, at) => counts.set(slot, (counts.get(slot) ?? 0) + Number(replies[at])))
  }
  return counts
}

/** What servers without a subcommand of CLUSTER answer; before Redis 5, the second one. */
const UNKNOWN = /unknown subcommand|wrong cluster subcommand/i

/** What CLUSTER SLOT-STATS says; undefined if the server does not have it (before Valkey 8.0 and Redis 8.2). */
export async function readSlotStats(
  wire: Wire,
  ranges: readonly SlotRange[],
): Promise<readonly SlotStats[] | undefined> {
  const replies = await wire.callAll(
    ranges.map(({start, end}): Command => ['CLUSTER', 'SLOT-STATS', 'SLOTSRANGE', start, end]),
  )
  if (replies.some(({error}) => error && UNKNOWN.test(error.message))) return undefined
  return replies.flatMap((reply) => parseSlotStats(accept(reply)))
}

/** `[[slot, [name, value, …]], …]`; throws a TypeError for any other reply. */
export function parseSlotStats(reply: unknown): SlotStats[] {
  return (reply as readonly (readonly [number, readonly (string | number)[]])[]).map(([slot, pairs]) => {
    const valueOf = (name: string) => {
      const at = pairs.indexOf(name)
      return at < 0 ? undefined : Number(pairs[at + 1])
    }
    const [received, sent] = [valueOf('network-bytes-in'), valueOf('network-bytes-out')]
    return {
      slot,
      cpuMicroseconds: valueOf('cpu-usec'),
      networkBytes: received === undefined || sent === undefined ? undefined : received + sent,
      memoryBytes: valueOf('memory-bytes'),
    }
  })
}
