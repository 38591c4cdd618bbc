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
 * Whether all owners answer, and all their replicas have what was sent on these connections (WAIT, Redis 3.0). Reads the
 * cluster again, so that owners that have failed are noticed.
 */
export async function areSettled(owners: Owners): Promise<boolean> {
  await owners.refreshIfPossible()
  const all = await settleAll(
    owners.ids.map(async (id) => {
      try {
        return await owners.use(id, isReplicated)
      } catch (error) {
        if (!isServerError(error)) throw error
        return false
      }
    }),
  )
  return all.every(Boolean)
}

/** Waits until that is so; a replica that is far behind does not keep the import waiting for ever. */
export async function untilSettled(owners: Owners, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + SETTLE_LIMIT_MS
  while (!(await areSettled(owners)) && !signal.aborted && performance.now() < deadline) {
    await sleep(AGAIN_AFTER_MS)
  }
}

const SETTLE_LIMIT_MS = 60_000
const AGAIN_AFTER_MS = 100

async function isReplicated(client: KeyClient): Promise<boolean> {
  const [info] = await client.execute(0, [['INFO', 'replication']])
  const {connectedReplicas} = parseInfo(String(accept(info))).replication
  if (connectedReplicas === 0) return true
  const [reply] = await client.execute(0, [['WAIT', connectedReplicas, WAIT_MS]])
  return Number(accept(reply)) >= connectedReplicas
}
