import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress, parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {isAwaitedBy, type NodeId, ownLine, type Replication} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {nameOf, type Release, upgradeProblem} from '../../domain/upgrade.js'
import {hasVersion} from '../../domain/version.js'
import type {ReplicationFacts} from '../../redis/replication-facts.js'
import type {StepExecution} from '../step-execution.js'
import {until} from '../wait.js'
import {ask, factsOf, hearAll} from './hear.js'
import {type Heard, whatIsAmiss} from './wellness.js'

const POLL_MS = 50
const SYNC_POLL_MS = 200
/** A server that takes longer may need the help of the reader. */
const NOTE_AFTER_MS = 5000

/** Waits until another process answers at the address of a node. Throws INCOMPLETE after the limit of the step. */
export async function awaitReturn(
  step: StepOf<'restart'>,
  {session, signal, tellNote}: StepExecution,
): Promise<ReplicationFacts> {
  let state = 'does not answer'
  const note = setTimeout(() => {
    tellNote(`${step.address} ${state} after the restart; waiting for it up to ${step.limitMs / 1000} s.`)
  }, NOTE_AFTER_MS)
  return until(
    async () => {
      const facts = await factsOf(step, {session})
      state = !facts ? 'does not answer' : facts.loading ? 'is loading its data' : 'is still the same process'
      return facts && facts.runId !== step.runId && !facts.loading ? facts : undefined
    },
    () => `${step.address} ${state} after the restart. The cluster is served without it.`,
    {limitMs: step.limitMs, signal, everyMs: POLL_MS},
  ).finally(() => clearTimeout(note))
}

/** Throws INCOMPLETE if it is another node now, or has a release that it must not have. */
export async function refuseStranger(
  {node, address, versionTo}: StepOf<'restart'>,
  {from, to}: {readonly from: Release | undefined; readonly to: Release},
  {session}: StepExecution,
): Promise<void> {
  const view = await ask(parseAddress(address), {session}, async (client) => {
    // The next steps use this connection.
    session.register(node, client)
    return client.clusterNodes()
  })
  const id = view && ownLine(view)?.id
  if (id !== node) {
    throw new ClusterToolError(
      'INCOMPLETE',
      `${address} came back as another node, ${id ?? 'which does not tell its id'}: it has lost its nodes.conf. ` +
        `To replace ${node}: clustertool replace`,
    )
  }
  if (versionTo !== undefined && !hasVersion(to.version, {version: versionTo, orLater: false})) {
    throw new ClusterToolError(
      'INCOMPLETE',
      `${address} runs ${nameOf(to)} after the restart, and not ${versionTo}.`,
    )
  }
  const problem = from && upgradeProblem(from, to)
  if (problem === undefined) return
  throw new ClusterToolError('INCOMPLETE', `${address} now runs ${nameOf(to)}: ${problem}.`)
}

/**
 * Waits until all nodes are well again, and the node has what its primary had when this began. The limit does not
 * count while it copies data. Throws INCOMPLETE, naming what is missing.
 */
export async function awaitProof(step: StepOf<'restart'>, execution: StepExecution): Promise<void> {
  const wanted = (await primaryOf(step, execution))?.facts.replication.offset ?? 0
  for (let told = false; (await awaitCopy(step, wanted, execution)) === 'syncing'; told = true) {
    if (!told) execution.tellNote(`${step.address} copies all data of its primary.`)
    await sleep(SYNC_POLL_MS)
  }
}

/** Waits until all is well, or the node copies data. */
function awaitCopy(
  step: StepOf<'restart'>,
  wanted: number,
  execution: StepExecution,
): Promise<'well' | 'syncing'> {
  const {joinLimitMs, signal} = execution
  let amiss: string | undefined
  return until(
    async () => {
      const nodes = await hearAll(step, execution)
      const own = replicationOf(nodes, step)
      if (own?.syncing || isAwaited(nodes, step)) return 'syncing'
      const behind = isBehind(own, wanted) ? `${step.address} is behind its primary` : undefined
      amiss = whatIsAmiss(nodes, new Set([step.node])) ?? behind
      return amiss === undefined ? 'well' : undefined
    },
    () => `${amiss} after the restart of ${step.address}.`,
    {limitMs: joinLimitMs, signal, everyMs: POLL_MS},
  )
}

function replicationOf(nodes: readonly Heard[], {node}: StepOf<'restart'>): Replication | undefined {
  return nodes.find(({id}) => id === node)?.reading?.info?.replication
}

function isAwaited(nodes: readonly Heard[], {node, address}: StepOf<'restart'>): boolean {
  const lines = nodes.flatMap(({reading}) => reading?.view.filter(({id}) => id === node) ?? [])
  const addresses = [parseAddress(address), ...lines]
  return nodes.some(({reading}) => isAwaitedBy(reading?.info?.replication, addresses))
}

function isBehind(own: Replication | undefined, wanted: number): boolean {
  return (own?.offset ?? 0) < wanted
}

/** The primary that a node follows, and what it says; undefined if the node is a primary. */
export async function primaryOf(
  {node, nodes}: Pick<StepOf<'restart'>, 'node' | 'nodes'>,
  {session}: Pick<StepExecution, 'session'>,
): Promise<{readonly id: NodeId; readonly name: string; readonly facts: ReplicationFacts} | undefined> {
  const witness = nodes.find((id) => id !== node)
  if (witness === undefined) return undefined
  const {address} = session.node(witness)
  const view = await ask(address, {session}, (client) => client.clusterNodes())
  const id = view?.find((line) => line.id === node)?.primaryId
  if (id === undefined) return undefined
  const at = session.node(id).address
  const facts = await ask(at, {session}, (client) => client.replicationFacts())
  return facts && {id, name: formatAddress(at), facts}
}
