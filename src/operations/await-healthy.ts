import type {HealthyCluster} from '../domain/outcome.js'
import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {isError} from '../domain/finding.js'
import {countSlots, SLOT_COUNT} from '../domain/slot.js'
import {reachableNodes} from '../domain/snapshot.js'
import {until} from '../execution/wait.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'

/** Whether the nodes already are a cluster: the seed knows each of them, and every slot has an owner in its view. */
export async function isFormed(
  seed: Address,
  nodes: number,
  connection: ConnectionOptions,
): Promise<boolean> {
  await using session = openSession(connection)
  const {view} = await (await session.connect(seed)).read()
  return view.length >= nodes && countSlots(view.flatMap(({slots}) => slots)) === SLOT_COUNT
}

/**
 * Waits until `nodes` nodes answer and no check finds an error. Throws INCOMPLETE after the limit, in milliseconds,
 * naming the findings.
 */
export async function awaitHealthy(
  seed: Address,
  {nodes, limitMs, signal}: {nodes: number; limitMs: number; signal: AbortSignal},
  connection: ConnectionOptions,
): Promise<HealthyCluster> {
  await using session = openSession(connection)
  let errors = ''
  return await until(
    async () => {
      const snapshot = await takeSnapshot(session, seed)
      const findings = runChecks(snapshot)
      errors = findings
        .filter(isError)
        .map(({code}) => code)
        .join(', ')
      return errors === '' && reachableNodes(snapshot).length >= nodes ? {snapshot, findings} : undefined
    },
    () => `the cluster is not healthy yet (${errors || 'not all nodes answer'}).`,
    {limitMs, signal, everyMs: 50},
  )
}
