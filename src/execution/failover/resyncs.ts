import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import type {StepOf} from '../../domain/step.js'
import type {SwitchOver} from '../../domain/switch-over.js'
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
  for (let told = false; (await awaitLink(step, execution)) === 'syncing'; told = true) {
    if (!told) execution.tellNote(`${old} copies all data of ${name} again.`)
    await sleep(SYNC_POLL_MS)
  }
  const {syncs} = await withNode(execution.session, node, (client) => client.replicationFacts())
  return {partial: syncs.partial - before.partial, full: syncs.full - before.full}
}

async function awaitLink(
  {node, primary}: StepOf<'switch-over'>,
  {session, signal, joinLimitMs}: StepExecution,
): Promise<'up' | 'syncing'> {
  const [name, old] = [node, primary].map((id) => formatAddress(session.node(id).address))
  let lack = `is not yet a replica of ${name}`
  return until(
    async () => {
      if ((await ownLineOf(primary, {session}))?.primaryId !== node) return undefined
      lack = `has no link to ${name}`
      const {replication} = await withNode(session, primary, (client) => client.replicationFacts())
      if (replication.linkUp) return 'up'
      return replication.syncing ? 'syncing' : undefined
    },
    () => `${old} ${lack}.`,
    {limitMs: joinLimitMs, signal},
  )
}
