import type {RdbFormat} from '../domain/backup.js'
import {isAtLeast} from '../domain/version.js'
import type {ServerVersion} from './server-version.js'

/** What a server can read from a version on: the newest RDB of Redis, and of Valkey. */
type Reads = {readonly from: readonly [number, number]; readonly redis: number; readonly valkey: number}

/**
 * The newest first; each can read everything before it. A server that is newer than these can read what its own
 * software writes.
 */
const READS: Readonly<Record<ServerVersion['software'], readonly Reads[]>> = {
  redis: [
    {from: [8, 4], redis: 13, valkey: 0},
    {from: [7, 4], redis: 12, valkey: 0},
    {from: [7, 2], redis: 11, valkey: 0},
    {from: [7, 0], redis: 10, valkey: 0},
    {from: [5, 0], redis: 9, valkey: 0},
  ],
  // Valkey split from Redis at 7.2, and cannot read what Redis has changed since.
  valkey: [
    {from: [9, 0], redis: 11, valkey: 80},
    {from: [7, 2], redis: 11, valkey: 0},
  ],
}

/** The newest servers for which the table was made. */
const KNOWN: Readonly<Record<ServerVersion['software'], readonly [number, number]>> = {
  redis: [8, 6],
  valkey: [9, 1],
}

/** Whether a server can read an RDB of this format. */
export function canRead({software, version}: ServerVersion, format: RdbFormat): boolean {
  const [major, minor] = KNOWN[software]
  if (format.family === software && isAtLeast(version, major, minor + 1)) return true
  const reads = READS[software].find(({from}) => isAtLeast(version, ...from))
  return reads !== undefined && format.version <= reads[format.family]
}

/** The newest format that a server writes. A replica must be able to read what its primary writes. */
export function writtenBy({software, version}: ServerVersion): RdbFormat {
  const {redis, valkey} = READS[software].find(({from}) => isAtLeast(version, ...from)) ?? {
    redis: 0,
    valkey: 0,
  }
  return valkey > 0 ? {family: 'valkey', version: valkey} : {family: 'redis', version: redis}
}

/** Which servers can read it, for a user who has none of them. */
export function readersOf(format: RdbFormat): string {
  const oldest = (software: ServerVersion['software']) =>
    READS[software].findLast((reads) => format.version <= reads[format.family])?.from.join('.')
  const readers = [
    ['Redis', oldest('redis')],
    ['Valkey', oldest('valkey')],
  ].flatMap(([name, version]) => (version === undefined ? [] : [`${name} ${version} or later`]))
  const newer = format.family === 'redis' ? 'a newer Redis' : 'a newer Valkey'
  return readers.length === 0 ? newer : readers.join(', or ')
}
