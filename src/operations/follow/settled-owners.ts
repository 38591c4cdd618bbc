import {setTimeout as sleep} from 'node:timers/promises'
import {settleAll} from '../../domain/settle-all.js'
import type {Owners} from '../../execution/import/owners.js'
import {isServerError} from '../../redis/errors.js'
import {parseInfo} from '../../redis/info.js'
import type {KeyClient} from '../../redis/key-client.js'
import {accept} from '../../redis/wire.js'

/** Whoever follows must not wait long: it asks again a second later. */
const WAIT_MS = 50

/**
 * Whether what was sent is on all replicas, too (WAIT, Redis 3.0). `no`: not yet, or an owner does not answer. `connected`: on
 * those that are connected, but some owner has others. Reads the cluster again, so that owners that have failed are noticed.
 */
export async function areSettled(owners: Owners): Promise<'all' | 'connected' | 'no'> {
  await owners.refreshIfPossible()
  if (!owners.haveAllSlots) return 'no'
  const all = await settleAll(
    owners.ids.map(async (id) => {
      // From now on, a restart of it counts.
      owners.brought.relyOn(id)
      try {
        return await owners.use(id, (client) => isReplicated(client, owners.replicasOf(id)))
      } catch (error) {
        if (!isServerError(error)) throw error
        return 'no'
      }
    }),
  )
  if (all.includes('no')) return 'no'
  return all.includes('connected') ? 'connected' : 'all'
}

/** Waits until it is on those that are connected; a replica that is far behind does not keep the import waiting for ever. */
export async function untilSettled(owners: Owners, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + SETTLE_LIMIT_MS
  while ((await areSettled(owners)) === 'no' && !signal.aborted && performance.now() < deadline) {
    await sleep(AGAIN_AFTER_MS)
  }
}

const SETTLE_LIMIT_MS = 60_000
const AGAIN_AFTER_MS = 100

/** INFO comes first: WAIT is about what the server had done when the last command of this connection ended. */
async function isReplicated(client: KeyClient, replicas: number): Promise<'all' | 'connected' | 'no'> {
  const [info] = await client.execute(0, [['INFO', 'replication']])
  const {connectedReplicas} = parseInfo(String(accept(info))).replication
  if (connectedReplicas > 0) {
    const [reply] = await client.execute(0, [['WAIT', connectedReplicas, WAIT_MS]])
    if (Number(accept(reply)) < connectedReplicas) return 'no'
  }
  return connectedReplicas < replicas ? 'connected' : 'all'
}
