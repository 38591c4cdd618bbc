import {isAwaitedBy, ownLine} from '../domain/node.js'
import {formatAddress} from '../domain/address.js'
import type {StepOf} from '../domain/step.js'
import type {StepExecution} from './step-execution.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import {LoadingNodes} from './loading.js'
import {type Member, readMember} from './member.js'
import {settle} from './settle.js'
import {pacing, until} from './wait.js'
import {refuseWrongAddresses} from './wrong-address.js'

/**
 * Makes every node hear from every other node what it owns, until all views are equal and contain nothing temporary
 * that clustertool caused. Then waits until each node reports cluster_state ok and, unless that does not matter,
 * until each replica is in sync with its primary or is syncing. Rejects after the limit, naming the nodes that are
 * behind.
 */
export async function agree(step: StepOf<'agree'>, execution: StepExecution): Promise<void> {
  const loading = new LoadingNodes(step.inAnySync === true, execution)
  const {session} = execution
  const found = await fewAtOnce(step.nodes, (id) =>
    loading.unlessLoading({id, client: session.node(id)}, () => readMember(id, execution)),
  )
  const read = found.flatMap((one) => one ?? [])
  const members = read.map(({member}) => member)
  await settle(new Map(read.map(({member, view}) => [member, view])), {step, loading}, execution)
  await Promise.all(
    members.map((member) =>
      loading.unlessLoading(member, () => waitUntilReady(member, {members, step}, execution)),
    ),
  )
}

type Agreeing = {readonly members: readonly Member[]; readonly step: StepOf<'agree'>}

/** A replica waits for its first copy while its primary prepares it. That may take long, and is not waited for. */
async function isLinked(
  member: Member,
  {members, step}: Agreeing,
  execution: StepExecution,
): Promise<boolean> {
  const {client} = member
  // This user may not be allowed to run INFO; then there is nothing to wait for.
  const link = (await client.info())?.replication
  if (link?.role !== 'replica' || link.linkUp) return true
  const primaryId = ownLine((await client.read()).view)?.primaryId
  const primary = members.find(({id}) => id === primaryId)
  const gets = link.syncing || (await isAwaited(member, primary))
  if (gets || step.inAnySync) tellEmptied(member, execution)
  return gets || step.inAnySync === true
}

/**
 * A primary that gave away its last slot follows the new owner, and has no data until it has copied all data of that
 * node.
 */
function tellEmptied({id, client}: Member, {epochs, tellNote}: StepExecution): void {
  if (!epochs.gaveSlots(id)) return
  tellNote(
    `${formatAddress(client.address)} gave away its last slot and is now a replica. It is still loading the data of its primary.`,
  )
}

async function isAwaited({target, client}: Member, primary: Member | undefined): Promise<boolean> {
  if (!primary) return false
  return isAwaitedBy((await primary.client.info())?.replication, [target, client.address])
}

/** A link that is not up after this time is not just slow. */
const SUSPICIOUS_MS = 2000

async function waitUntilReady(
  member: Member,
  {members, step}: Agreeing,
  execution: StepExecution,
): Promise<void> {
  const {client} = member
  const name = formatAddress(client.address)
  const wait = {
    limitMs: execution.joinLimitMs,
    signal: execution.signal,
    everyMs: pacing(members.length).everyMs,
  }
  // A primary that was up for a while without slots stays in state fail for up to 5 s more. This is a precaution of
  // the server (CLUSTER_MAX_REJOIN_DELAY in cluster.c), and can only be waited for.
  await until(
    async () => step.inAnyState || (await client.clusterInfo()).state === 'ok' || undefined,
    () => `${name} reports cluster_state fail.`,
    wait,
  )
  let suspicious = performance.now() + SUSPICIOUS_MS
  await until(
    async () => {
      if (await isLinked(member, {members, step}, execution)) return true
      if (performance.now() < suspicious) return undefined
      suspicious = Infinity
      await refuseWrongAddresses(members, execution.session)
      return undefined
    },
    () => `${name} has no link to its primary.`,
    wait,
  )
}
