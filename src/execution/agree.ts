import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {StepOf} from '../domain/plan.js'
import {formatRanges} from '../domain/slot.js'
import type {Execution} from './execution.js'
import {closeGaps} from './meet.js'
import {type Gap, type Member, membersOf, viewOf} from './member.js'
import {until} from './wait.js'

/**
 * Makes every node hear from every other what it owns and follows, then waits until each reports cluster_state ok
 * and, unless that is of no matter, each replica is in sync with its primary or is syncing. Rejects naming who is behind after the limit.
 */
export async function agree(step: StepOf<'agree'>, execution: Execution): Promise<void> {
  const members = await membersOf(step.nodes, execution)
  // The one that is met learns what the other says of itself, and not the other way round.
  const kind = {find: findStaleViews, mutual: false}
  if (step.inAnyView) await closeGaps(members, kind, {...execution, joinLimitMs: TOLD_MS}).catch(unlessLeft)
  else await closeGaps(members, kind, execution)
  await Promise.all(members.map((member) => waitUntilReady(member, step, execution)))
}

/** News has reached whoever takes it by then. */
const TOLD_MS = 1500

function unlessLeft(error: unknown): void {
  if (!(error instanceof ClusterToolError) || error.code !== 'INCOMPLETE') throw error
}

/** Pairs in which one node's picture of the other differs from what that one says of itself. */
async function findStaleViews(members: readonly Member[]): Promise<Gap[]> {
  const views = await Promise.all(members.map(viewOf))
  const own = new Map<NodeId, string>()
  for (const line of views.flat()) if (line.myself) own.set(line.id, describeLine(line))
  return members.flatMap((node, at) => {
    const seen = new Map((views[at] ?? []).map((line) => [line.id, describeLine(line)]))
    return members.filter(({id}) => seen.get(id) !== own.get(id)).map((about) => ({node, about}))
  })
}

function describeLine({role, primaryId, slots}: NodeLine): string {
  return `${role} ${primaryId ?? '-'} ${formatRanges(slots)}`
}

async function waitUntilReady(
  {client}: Member,
  {inAnyState, inAnySync}: StepOf<'agree'>,
  {joinLimitMs, signal}: Execution,
): Promise<void> {
  const name = formatAddress(client.address)
  const wait = {limitMs: joinLimitMs, signal}
  // A primary that was up for a while without slots stays in state fail for up to 5 s more: the server's own
  // precaution (CLUSTER_MAX_REJOIN_DELAY in cluster.c), which nothing but patience ends.
  await until(
    async () => inAnyState || (await client.clusterInfo()).state === 'ok' || undefined,
    () => `${name} reports cluster_state fail.`,
    wait,
  )
  if (inAnySync) return
  await until(
    async () => {
      // INFO may be refused to this user; then there is nothing to wait for that could be seen.
      const link = (await client.read()).info?.replication
      return link?.role !== 'replica' || link.linkUp || link.syncing || undefined
    },
    () => `${name} has no link to its primary.`,
    wait,
  )
}
