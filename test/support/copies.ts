import {expect} from 'chai'
import type {NodeLine} from '../../src/domain/node.js'
import {parseClusterNodes} from '../../src/redis/cluster-nodes.js'
import {ask, askAll} from './ask.js'
import type {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'

/**
 * SETs keys on a node that need not own their slot. The node imports the slot from `peer` for this; with `marked` it
 * keeps the mark.
 */
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

/** Fails unless a client that asks the node gets each value. */
export async function expectServed(node: TestServer, keys: readonly [string, string][]): Promise<void> {
  const replies = await askAll(
    node,
    keys.map(([key]) => ['GET', key]),
  )
  expect(replies).to.deep.equal(keys.map(([, value]) => value))
}

/** The value on each primary that holds a key, whether or not it redirects clients. Changes nothing. */
export async function copiesOf(
  nodes: readonly TestServer[],
  {command = 'GET', ...wanted}: Omit<Wanted, 'command'> & {readonly command?: 'GET' | 'HGETALL'},
): Promise<Map<TestServer, string>> {
  const found = await Promise.all(
    nodes.map(async (node): Promise<[TestServer, string][]> => {
      const value = await readOn(node, {...wanted, command})
      return value === null || value.length === 0 ? [] : [[node, String(value)]]
    }),
  )
  return new Map(found.flat())
}

type Wanted = {readonly slot: number; readonly key: string; readonly command: string}

async function readOn(node: TestServer, {slot, key, command}: Wanted) {
  const lines = parseClusterNodes(String(await ask(node, 'CLUSTER', 'NODES')))
  const peer = lines.find(({role, myself}) => role === 'primary' && !myself)?.id ?? ''
  const isThere = lines.some((line) => line.myself && shows(line, slot))
  const read = [['ASKING'], [command, key]]
  const mark = ['CLUSTER', 'SETSLOT', slot]
  const replies = await askAll(
    node,
    isThere ? read : [[...mark, 'IMPORTING', peer], ...read, [...mark, 'STABLE']],
  )
  const value = replies[isThere ? 1 : 2]
  if (value instanceof Error && !value.message.startsWith('ASK')) throw value
  return value instanceof Error ? null : (value as string | string[] | null)
}

function shows({slots, openSlots}: NodeLine, slot: number): boolean {
  return (
    slots.some(({start, end}) => start <= slot && slot <= end) ||
    openSlots.some((mark) => mark.slot === slot && mark.direction === 'importing')
  )
}
