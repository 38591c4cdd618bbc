import type {Address} from '../domain/address.js'
import type {KeyPlace, SlotOutcome} from '../domain/outcome.js'
import {claimsBySlot, type ClusterSnapshot, shardsOf} from '../domain/snapshot.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {hashedPart, keySlot} from '../redis/key-slot.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'

/**
 * The slot of each key and, if there is a node to ask, the nodes that serve it. Throws as `check` does if it cannot
 * be asked.
 */
export async function locateKeys(
  keys: readonly Buffer[],
  cluster?: {readonly seed: Address; readonly connection: ConnectionOptions},
): Promise<SlotOutcome> {
  if (!cluster) return {keys: keys.map((key) => ({...hashOf(key), owners: undefined, replicas: undefined}))}
  await using session = openSession(cluster.connection)
  const servers = serversBySlot(await takeSnapshot(session, cluster.seed))
  return {keys: keys.map((key) => ({...hashOf(key), ...servers(keySlot(key))}))}
}

function hashOf(key: Buffer): Omit<KeyPlace, 'owners' | 'replicas'> {
  return {
    text: key.toString(),
    hex: key.toString('hex'),
    slot: keySlot(key),
    hashed: hashedPart(key).toString(),
  }
}

function serversBySlot(snapshot: ClusterSnapshot) {
  const claims = claimsBySlot(snapshot)
  const replicas = new Map(shardsOf(snapshot).map((shard) => [shard.primary.id, shard.replicas]))
  return (slot: number): Pick<KeyPlace, 'owners' | 'replicas'> => {
    const owners = claims[slot] ?? []
    return {owners, replicas: owners.flatMap(({id}) => replicas.get(id) ?? [])}
  }
}
