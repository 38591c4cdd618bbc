import type {NodeId} from '../domain/node.js'

/**
 * The nodes of each shard, from CLUSTER SHARDS. Redis 7.2 and later, and Valkey, keep a dead primary in the shard of
 * the replica that took over; Redis 7.0 puts it in a shard of its own.
 */
export function parseShards(reply: unknown): NodeId[][] {
  return asList(reply).map((shard) =>
    asList(field(shard, 'nodes')).flatMap((node) => {
      const id = field(node, 'id')
      return isId(id) ? [id] : []
    }),
  )
}

/** Maps are lists of names and values. */
function field(map: unknown, name: string): unknown {
  const list = asList(map)
  const at = list.findIndex((item, index) => index % 2 === 0 && String(item) === name)
  return at < 0 ? undefined : list[at + 1]
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isId(value: unknown): value is NodeId {
  return typeof value === 'string'
}
