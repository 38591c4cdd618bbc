import {setTimeout as sleep} from 'node:timers/promises'
import {parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {commandFor, type Restarted} from '../../domain/restart.js'
import type {StepOf} from '../../domain/step.js'
import {nameOf} from '../../domain/upgrade.js'
import {hasVersion} from '../../domain/version.js'
import type {ReplicationFacts} from '../../redis/replication-facts.js'
import type {StepExecution, StepReport} from '../step-execution.js'
import {awaitGate} from './gate.js'
import {factsOf} from './hear.js'
import {awaitProof, awaitReturn, primaryOf, refuseStranger} from './proof.js'

/**
 * Restarts one server that owns no slots: waits until the cluster can do without it, runs the command of the user, and
 * waits until the node is the same as before, with all data, and every other node knows it. A server that has another
 * process than planned, and the wanted version, has been restarted already, so only the end is proved. Throws INCOMPLETE with the reason; the
 * cluster is served without the node then.
 */
export async function restart(step: StepOf<'restart'>, execution: StepExecution): Promise<StepReport | void> {
  const before = await factsOf(step, execution)
  const above = await primaryOf(step, execution)
  const runs = before !== undefined && needsRestart(step, before)
  if (runs) await awaitGate(step, execution)
  const start = performance.now()
  if (runs) await runIt(step, before, execution)
  // A node that is down is waited for, whoever wants to stop: the next step begins with all nodes.
  const steady = {...execution, signal: new AbortController().signal}
  const facts = await awaitReturn({...step, runId: runs ? before.runId : step.runId}, steady)
  const downMs = Math.round(performance.now() - start)
  await refuseStranger(step, {from: before, to: facts}, steady)
  await awaitProof(step, execution)
  const resync = await resyncSince(step, above, execution)
  await sleep(step.pauseMs, undefined, {signal: execution.signal}).catch(unlessAborted)
  if (!runs) return
  const report: Restarted = {downMs, resync, from: nameOf(before), to: nameOf(facts)}
  return {restart: report}
}

/** A server that crashed and came back in the meantime is a new process of the old version. */
function needsRestart(
  {runId, versionTo}: StepOf<'restart'>,
  {runId: now, version}: ReplicationFacts,
): boolean {
  if (now === runId) return true
  return versionTo !== undefined && !hasVersion(version, {version: versionTo, orLater: false})
}

async function runIt(
  step: StepOf<'restart'>,
  {replication}: ReplicationFacts,
  {runCommand}: StepExecution,
): Promise<void> {
  const {host, port} = parseAddress(step.address)
  const {role} = replication
  const command = commandFor(step.command, {
    host,
    port: String(port),
    id: step.node,
    role,
    shard: String(step.shard),
  })
  if (command === undefined) {
    throw new ClusterToolError('INCOMPLETE', `The address ${step.address} cannot be part of a shell command.`)
  }
  const {exitCode, said, isLate} = await runCommand(command, step.limitMs)
  if (exitCode === 0) return
  const how = isLate ? `did not end within ${step.limitMs / 1000} s` : `ended with ${exitCode ?? 'a signal'}`
  throw new ClusterToolError(
    'INCOMPLETE',
    `The command for ${step.address} ${how}${said === '' ? '' : `: ${said}`}. Command: ${command}`,
  )
}

type Above = Awaited<ReturnType<typeof primaryOf>>

/** How the node got its data. Throws INCOMPLETE if its primary was restarted, too, which may have cost the data. */
async function resyncSince(
  step: StepOf<'restart'>,
  before: Above,
  execution: StepExecution,
): Promise<Restarted['resync']> {
  const now = await primaryOf(step, execution)
  if (!before || !now || now.id !== before.id) return undefined
  if (now.facts.runId !== before.facts.runId) throw restartedToo(before, now)
  const {syncs} = now.facts
  if (syncs.full > before.facts.syncs.full) return 'full'
  return syncs.partial > before.facts.syncs.partial ? 'partial' : undefined
}

function restartedToo(before: NonNullable<Above>, now: NonNullable<Above>): ClusterToolError {
  const count = ({facts}: NonNullable<Above>) => facts.keys.reduce((sum, {keys}) => sum + keys, 0)
  return new ClusterToolError(
    'INCOMPLETE',
    `The primary ${now.name} was restarted, too: it had ${count(before)} keys and has ${count(now)}. ` +
      'The command must restart the node that it is run for, and no other one.',
  )
}

function unlessAborted(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error
}
