import type {Address} from '../../src/domain/address.js'
import type {NodeId, NodeLine} from '../../src/domain/node.js'
import {openSession} from '../../src/redis/session.js'
import type {ConnectionOptions} from '../../src/redis/connection.js'
import {PLAIN} from './test-cluster.js'

/**
 * What the nodes still report and should not report after a command: nodes in handshake, owners of slots with the same
 * config epoch, views of a node that differ from its own, and `gone`, a removed node. Each once.
 */
export async function unrestOf(
  nodes: readonly Address[],
  {connection = PLAIN, gone}: {readonly connection?: ConnectionOptions; readonly gone?: NodeId} = {},
): Promise<string[]> {
  await using session = openSession({...connection, commandTimeoutMs: 5000})
  const views = await Promise.all(
    nodes.map(async ({host, port}) => (await session.connect({host, port})).clusterNodes()),
  )
  const own = new Map(
    views.flatMap((lines) => lines.filter(({myself}) => myself)).map((line) => [line.id, line]),
  )
  const said = views
    .flat()
    .flatMap((line) => [
      ...(line.flags.includes('handshake') ? ['handshake'] : []),
      ...(line.id === gone ? ['knows the removed node'] : []),
      ...(describe(line) === describe(own.get(line.id) ?? line) ? [] : ['views differ']),
    ])
  const epochs = [...own.values()].filter(({slots}) => slots.length > 0).map(({configEpoch}) => configEpoch)
  return [...new Set([...said, ...(new Set(epochs).size < epochs.length ? ['equal epochs'] : [])])]
}

function describe({role, primaryId, slots}: NodeLine): string {
  return JSON.stringify([role, primaryId, slots])
}
