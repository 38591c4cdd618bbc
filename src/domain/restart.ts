import type {Release} from './upgrade.js'
import {isAtLeast} from './version.js'

/** Whether a primary sends a replica only what it missed, or all data. */
export type Resync = 'partial' | 'full'

/** What came of a restart. */
export type Restarted = {
  /** Milliseconds from the start of the command until the node answered again. */
  readonly downMs: number
  /** Whether its primary sent it only what it had missed, or all data; undefined for a primary. */
  readonly resync: Resync | undefined
  readonly from: string
  readonly to: string
}

/** How a command of the user ended. */
export type CommandEnd = {
  /** Null if it was killed. */
  readonly exitCode: number | null
  /** The last line that it wrote. */
  readonly said: string
  /** It was killed because it took too long. */
  readonly isLate: boolean
}

/** What stands for the places `{host}`, `{port}`, `{id}`, `{role}` and `{shard}` of a command. */
export type CommandPlaces = Readonly<Record<'host' | 'port' | 'id' | 'role' | 'shard', string>>

/** Characters that mean nothing to a shell, inside quotes or not. */
const PLAIN = /^[\w.:%-]+$/

/**
 * The command for one node. Undefined if a value has a character that a shell could take for more than text: hosts
 * come from the servers, and the command may have the place in quotes.
 */
export function commandFor(template: string, places: CommandPlaces): string | undefined {
  if (Object.values(places).some((value) => !PLAIN.test(value))) return undefined
  return template.replaceAll(/\{(host|port|id|role|shard)\}/g, (_, name: keyof CommandPlaces) => places[name])
}

/** Settings that decide what a server has after a restart; undefined if they may not be read. */
export type Persistence = {readonly appendOnly: boolean | undefined; readonly saves: boolean | undefined}

/**
 * How a replica should get the data of its primary after a restart; undefined if its settings are unknown. It goes on
 * from where it was only if it saved a snapshot when it was stopped, which has its offset, and loads that and no AOF
 * (loadDataFromDisk in server.c; in a cluster from Redis 5.0.4 on).
 */
export function expectedResync({version}: Release, {appendOnly, saves}: Persistence): Resync | undefined {
  if (appendOnly === undefined || saves === undefined) return undefined
  return appendOnly || !saves || !isAtLeast(version, 5) ? 'full' : 'partial'
}
