import {ownLine} from '../domain/node.js'
import {formatAddress} from '../domain/address.js'
import type {StepOf} from '../domain/step.js'
import type {StepExecution} from './step-execution.js'
import {type Member, membersOf} from './member.js'
import {settle} from './settle.js'
import {until} from './wait.js'
import {refuseWrongAddresses} from './wrong-address.js'

/**
 * Makes every node hear from every other what it owns and follows, until all views are equal and nothing of this tool's
 * own making is left in them; then waits until each reports cluster_state ok and, unless that is of no matter, each replica
 * is in sync with its primary or is syncing. Rejects naming who is behind after the limit.
 */
export async function agree(step: StepOf<'agree'>, execution: StepExecution): Promise<void> {
  const members = await membersOf(step.nodes, execution)
  await settle(members, step, execution)
  await Promise.all(members.map((member) => waitUntilReady(member, {members, step}, execution)))
}

type Agreeing = {readonly members: readonly Member[]; readonly step: StepOf<'agree'>}

/** A replica waits for its first copy while its primary gets it ready, which may take long and need not be waited for. */
async function isLinked(
  member: Member,
  {members, step}: Agreeing,
  execution: StepExecution,
): Promise<boolean> {
  const {client} = member
  // INFO may be refused to this user; then there is nothing to wait for that could be seen.
  const {view, info} = await client.read()
  const link = info?.replication
  if (link?.role !== 'replica' || link.linkUp) return true
  const primaryId = ownLine(view)?.primaryId
  const primary = members.find(({id}) => id === primaryId)
  const gets = link.syncing || (await isAwaited(member, primary))
  if (gets || step.inAnySync) tellEmptied(member, execution)
  return gets || step.inAnySync === true
}

/** A primary that gave its last slot away follows the new owner, and has no data until it has got all of that one's. */
function tellEmptied({id, client}: Member, {epochs, tellNote}: StepExecution): void {
  if (!epochs.gaveSlots(id)) return
  tellNote(
    `${formatAddress(client.address)} gave its last slot away and is a replica now; it still loads the data of its primary.`,
  )
}

async function isAwaited({target, client}: Member, primary: Member | undefined): Promise<boolean> {
  if (!primary) return false
  const awaited = (await primary.client.read()).info?.replication.awaiting ?? []
  return [target, client.address].some((address) => awaited.includes(formatAddress(address)))
}

/** A link that is not there by then is not only slow. */
const SUSPICIOUS_MS = 2000

async function waitUntilReady(
  member: Member,
  {members, step}: Agreeing,
  execution: StepExecution,
): Promise<void> {
  const {client} = member
  const name = formatAddress(client.address)
  const wait = {limitMs: execution.joinLimitMs, signal: execution.signal}
  // A primary that was up for a while without slots stays in state fail for up to 5 s more: the server's own
  // precaution (CLUSTER_MAX_REJOIN_DELAY in cluster.c), which nothing but patience ends.
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
