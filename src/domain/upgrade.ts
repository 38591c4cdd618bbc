import {isAtLeast} from './version.js'

/** Software and version of a server. */
export type Release = {readonly software: 'redis' | 'valkey'; readonly version: string}

/**
 * Why nodes of one release must not be replaced one by one with another one, in a clause; undefined if they may. From
 * the formats of RDB files (rdb.h), the release notes of Redis 4.0, and redis issues 12685 and 13465.
 */
export function upgradeProblem(from: Release, to: Release): string | undefined {
  if (from.software === to.software && from.version === to.version) return undefined
  if (!isAtLeast(from.version, 4) && isAtLeast(to.version, 4)) {
    return 'nodes before 4.0 do not understand the cluster bus of later ones, so all of them have to be stopped together'
  }
  if (isDeafTo(from, to)) {
    return 'nodes before 7.0 and nodes of Redis 7.2 or 7.4 take each other for failed; upgrade to 7.0 first'
  }
  if (rdbVersion(to) >= rdbVersion(from) && !(from.software === 'redis' && to.software === 'valkey'))
    return undefined
  return isReadable(from, to) ? undefined : `${nameOf(to)} cannot load the data that ${nameOf(from)} sends`
}

/** `Redis 7.0.15`. */
export function nameOf({software, version}: Release): string {
  return `${software === 'valkey' ? 'Valkey' : 'Redis'} ${version}`
}

function isDeafTo(from: Release, to: Release): boolean {
  const isOld = from.software === 'redis' && !isAtLeast(from.version, 7)
  return isOld && to.software === 'redis' && isAtLeast(to.version, 7, 2) && !isAtLeast(to.version, 8)
}

/** The newest format of RDB files that it reads, which is the one that it writes. */
function rdbVersion({software, version}: Release): number {
  const known = software === 'valkey' ? VALKEY : REDIS
  return known.find(({major, minor}) => isAtLeast(version, major, minor))?.rdb ?? 7
}

/** Valkey reads formats up to 11, and from 9.0 on its own one, which has the number 80. */
function isReadable(from: Release, to: Release): boolean {
  const written = rdbVersion(from)
  return to.software === 'valkey' && from.software === 'redis' ? written <= 11 : written <= rdbVersion(to)
}

const REDIS = [
  {major: 8, minor: 8, rdb: 14},
  {major: 8, minor: 6, rdb: 13},
  {major: 7, minor: 4, rdb: 12},
  {major: 7, minor: 2, rdb: 11},
  {major: 7, minor: 0, rdb: 10},
  {major: 5, minor: 0, rdb: 9},
  {major: 4, minor: 0, rdb: 8},
]
const VALKEY = [
  {major: 9, minor: 0, rdb: 80},
  {major: 7, minor: 2, rdb: 11},
]
