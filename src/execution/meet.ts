import type {NodeId} from '../domain/node.js'
import type {StepOf} from '../domain/plan.js'
import {meetTarget} from '../redis/meet-target.js'
import type {MeetTarget, NodeClient} from '../redis/node-client.js'
import {describeGaps} from './describe-gaps.js'
import type {Execution} from './execute.js'
import {until} from './wait.js'

/** A node under way of joining: how to talk to it, and how others find it. */
export type Member = {readonly id: NodeId; readonly client: NodeClient; readonly target: MeetTarget}

/** `node` does not have the right picture of `about`. */
export type Gap = {readonly node: Member; readonly about: Member}

/** What makes a gap of one kind, and which two gaps one MEET from `about` to `node` closes: those of one pair. */
export type GapKind = {
  readonly find: (members: readonly Member[]) => Promise<Gap[]>
  readonly pairOf: PairOf
}

type PairOf = (about: Member, node: Member) => string

/** A handshake that got no answer is given up by the server after a while; so MEET is repeated, but not at once. */
const REPEAT_AFTER_MS = 1000

/**
 * Makes every node known to every other without waiting for gossip: a node is told to MEET each one that does not
 * know it, all side by side. Rejects, naming bus ports, when somebody is still unknown after the limit.
 */
export async function meet(step: StepOf<'meet'>, execution: Execution): Promise<void> {
  const members = await membersOf(step.nodes, execution)
  // Acquaintance is mutual, so one MEET serves both ends: half the handshakes, which are what takes time.
  await closeGaps(
    members,
    {find: findStrangers, pairOf: (a, b) => [a.id, b.id].toSorted().join(' ')},
    execution,
  )
}

/** The nodes of a step with the addresses under which others can meet them. */
export function membersOf(nodes: readonly NodeId[], {session}: Execution): Promise<Member[]> {
  return Promise.all(
    nodes.map(async (id) => {
      const client = session.node(id)
      const own = (await client.clusterNodes()).find(({myself}) => myself)
      const busPort = own?.busPort ?? client.address.port + 10_000
      return {id, client, target: await meetTarget(client, busPort, session.options.addressMap)}
    }),
  )
}

/**
 * Looks for gaps and closes them until there are none. CLUSTER MEET makes both ends exchange their full headers
 * (slots, epoch, role) at once, also when they know each other, so it fills gaps of every kind.
 */
export async function closeGaps(
  members: readonly Member[],
  {find, pairOf}: GapKind,
  execution: Execution,
): Promise<void> {
  const lastMeet = new Map<string, number>()
  let gaps: readonly Gap[] = []
  await until(
    async () => {
      gaps = await find(members)
      await Promise.all(
        meetingsFor(gaps, lastMeet, pairOf).map(([member, targets]) => member.client.meet(targets)),
      )
      return gaps.length === 0 ? true : undefined
    },
    () => describeGaps(gaps),
    {limitMs: execution.joinLimitMs, signal: execution.signal},
  )
}

/** Who is to MEET whom now: no pair that was tried a moment ago. */
function meetingsFor(
  gaps: readonly Gap[],
  lastMeet: Map<string, number>,
  pairOf: PairOf,
): [Member, MeetTarget[]][] {
  const meetings = new Map<Member, MeetTarget[]>()
  const now = performance.now()
  for (const {node, about} of gaps) {
    const pair = pairOf(about, node)
    if (now - (lastMeet.get(pair) ?? -Infinity) < REPEAT_AFTER_MS) continue
    lastMeet.set(pair, now)
    const targets = meetings.get(about) ?? []
    targets.push(node.target)
    meetings.set(about, targets)
  }
  return [...meetings]
}

async function findStrangers(members: readonly Member[]): Promise<Gap[]> {
  const gaps = await Promise.all(
    members.map(async (node) => {
      const lines = await node.client.clusterNodes()
      const known = new Set(lines.filter(({flags}) => !flags.includes('handshake')).map(({id}) => id))
      return members.filter(({id}) => !known.has(id)).map((about) => ({node, about}))
    }),
  )
  return gaps.flat()
}
