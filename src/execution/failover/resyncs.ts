import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import type {StepOf} from '../../domain/step.js'
import type {SwitchOver} from '../../domain/switch-over.js'
import {linkOf} from '../await-sync.js'
import {withNode} from '../move/retrying.js'
import type {StepExecution} from '../step-execution.js'
import {until} from '../wait.js'
import {ownLineOf} from './promotion.js'

type Resyncs = SwitchOver['resyncs']

const SYNC_POLL_MS = 100

/**
 * Waits until the old primary follows the new one with its link up, and counts the syncs that the new one has served
 * since. Throws INCOMPLETE if the old primary does not follow. If it has to copy all data, that is told, and waited
 * for as long as it goes on.
 */
export async function awaitResyncs(
  step: StepOf<'switch-over'>,
  before: Resyncs,
  execution: StepExecution,
): Promise<Resyncs> {
  const {node, primary} = step
  const [name, old] = [node, primary].map((id) => formatAddress(execution.session.node(id).address))
  await until(
    async () => (await ownLineOf(primary, execution))?.primaryId === node || undefined,
    () => `${old} is not yet a replica of ${name}.`,
    {limitMs: execution.joinLimitMs, signal: execution.signal},
  )
  for (let told = false; (await linkOf(primary, execution)) === 'syncing'; told = true) {
    if (!told) execution.tellNote(`${old} copies all data of ${name} again.`)
    await sleep(SYNC_POLL_MS)
  }
  const {syncs} = await withNode(execution.session, node, (client) => client.replicationFacts())
  return {partial: syncs.partial - before.partial, full: syncs.full - before.full}
}
