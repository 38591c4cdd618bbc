import type {NodeId} from '../domain/node.js'

/**
 * The nodes of each shard, from what CLUSTER SHARDS said. Redis 7.2 and later, and Valkey, keep a primary that died in one
 * shard with the replica that took its place; Redis 7.0 gives it one of its own.
 */
export function parseShards(reply: unknown): NodeId[][] {
  return asList(reply).map((shard) =>
    asList(field(shard, 'nodes')).map((node) => field(node, 'id') as NodeId),
  )
}

/** Maps come as lists of names and values. */
function field(map: unknown, name: string): unknown {
  const list = asList(map)
  const at = list.findIndex((item, index) => index % 2 === 0 && String(item) === name)
  return at < 0 ? undefined : list[at + 1]
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
