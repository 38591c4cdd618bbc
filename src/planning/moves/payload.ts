import type {NodeInfo} from '../../domain/node.js'

/**
 * The version that a server writes into the keys that it sends (RDB_VERSION in its rdb.h). A server accepts versions
 * up to its own. Undefined for servers that are unknown here.
 */
export function payloadVersion({
  software,
  version,
}: Pick<NodeInfo, 'software' | 'version'>): number | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const known = software === 'valkey' ? VALKEY : REDIS
  return known.find(([from]) => major * 100 + minor >= from)?.[1]
}

/** By the first version of the server (major * 100 + minor) that has it, the newest first. */
const REDIS: readonly (readonly [number, number])[] = [
  [804, 13],
  [704, 12],
  [702, 11],
  [700, 10],
  [500, 9],
  [400, 8],
  [302, 7],
]
const VALKEY: readonly (readonly [number, number])[] = [
  [900, 80],
  [702, 11],
]
