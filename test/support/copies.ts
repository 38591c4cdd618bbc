import {parseClusterNodes} from '../../src/redis/cluster-nodes.js'
import {ask, askAll} from './ask.js'
import type {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'

/** SETs keys on a node that need not own their slot: it imports it for that moment from `peer`, and for good with `marked`. */
export async function plant(
  cluster: TestCluster,
  {node, peer, slot, marked}: {node: TestServer; peer: TestServer; slot: number; marked: boolean},
  keys: readonly (readonly [string, string])[],
): Promise<void> {
  const replies = await askAll(node, [
    ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(peer)],
    ...keys.flatMap(([key, value]) => [['ASKING'], ['SET', key, value]]),
    ...(marked ? [] : [['CLUSTER', 'SETSLOT', slot, 'STABLE']]),
  ])
  const failed = replies.find((reply) => reply instanceof Error)
  if (failed) throw failed
}

/** What each primary that holds a key has for it, whether clients are sent there or not; nothing is left changed. */
export async function copiesOf(
  cluster: TestCluster,
  slot: number,
  key: string,
  command: 'GET' | 'HGETALL' = 'GET',
  nodes: readonly TestServer[] = cluster.primaries,
): Promise<Map<TestServer, string>> {
  const found = await Promise.all(
    nodes.map(async (node): Promise<[TestServer, string][]> => {
      const value = await readOn(node, {slot, key, command})
      return value === null || value.length === 0 ? [] : [[node, String(value)]]
    }),
  )
  return new Map(found.flat())
}

type Wanted = {readonly slot: number; readonly key: string; readonly command: string}

async function readOn(node: TestServer, {slot, key, command}: Wanted) {
  const lines = parseClusterNodes(String(await ask(node, 'CLUSTER', 'NODES')))
  const own = lines.find(({myself}) => myself)
  const isThere =
    own?.slots.some(({start, end}) => start <= slot && slot <= end) ||
    own?.openSlots.some((mark) => mark.slot === slot && mark.direction === 'importing')
  const peer = lines.find(({role, myself}) => role === 'primary' && !myself)?.id ?? ''
  const replies = await askAll(node, [
    ...(isThere ? [] : [['CLUSTER', 'SETSLOT', slot, 'IMPORTING', peer]]),
    ['ASKING'],
    [command, key],
    ...(isThere ? [] : [['CLUSTER', 'SETSLOT', slot, 'STABLE']]),
  ])
  const value = replies[isThere ? 1 : 2]
  if (value instanceof Error && !value.message.startsWith('ASK')) throw value
  return value instanceof Error ? null : (value as string | string[] | null)
}
