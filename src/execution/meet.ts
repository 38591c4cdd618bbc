import type {StepOf} from '../domain/step.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import type {MeetTarget} from '../redis/node-client.js'
import {describeGaps} from './describe-gaps.js'
import {outliveBans} from './bans.js'
import type {StepExecution} from './step-execution.js'
import {type Gap, type Member, membersOf, viewOf} from './member.js'
import {until} from './wait.js'
import {refuseWrongAddresses} from './wrong-address.js'

/** A server gives up a handshake without an answer after a while, so MEET is repeated, but not at once. */
const REPEAT_AFTER_MS = 700

/** Nodes that do not know each other after this time are not just slow. */
const SUSPICIOUS_MS = 2000

/**
 * Makes all nodes know each other without waiting for gossip: a node is told to MEET each node that does not know it,
 * all in parallel. Rejects after the limit, naming bus ports, if some nodes still do not know each other.
 */
export async function meet(step: StepOf<'meet'>, execution: StepExecution): Promise<void> {
  const {session, joinLimitMs, signal} = execution
  const members = await membersOf(step.nodes, execution)
  if (step.newcomers) await outliveBans(members, step.newcomers, execution)
  const lastMeet = new Map<string, number>()
  let suspicious = performance.now() + SUSPICIOUS_MS
  let gaps: readonly Gap[] = []
  // A node that knows all of them is not asked again.
  let asked: readonly Member[] = members
  await until(
    async () => {
      gaps = await findStrangers(asked, members)
      asked = [...new Set(gaps.map(({node}) => node))]
      if (gaps.length === 0) return true
      // One MEET makes both nodes know each other. So half of the handshakes are enough, and these take most of the
      // time.
      const meetings = meetingsFor(gaps, lastMeet, true)
      await Promise.all(meetings.map(([member, targets]) => member.client.meet(targets)))
      if (performance.now() < suspicious) return undefined
      suspicious = Infinity
      await refuseWrongAddresses(members, session)
      return undefined
    },
    () => describeGaps(gaps),
    {limitMs: joinLimitMs, signal},
  )
}

/**
 * Which node should MEET which now, except pairs that were tried a moment ago. CLUSTER MEET makes both nodes exchange
 * their complete headers (slots, epoch, role) at once, also if they already know each other; then only the node that
 * is met updates its view. It takes the other's address from the connection, and a host with several addresses may
 * use one on which the node does not listen. So if one direction was not enough, both are tried.
 */
export function meetingsFor(
  gaps: readonly Gap[],
  lastMeet: Map<string, number>,
  mutual: boolean,
): [Member, MeetTarget[]][] {
  const now = performance.now()
  const due = gaps.filter((gap) => now - (lastMeet.get(keyOf(gap)) ?? -Infinity) >= REPEAT_AFTER_MS)
  const chosen = mutual && lastMeet.size === 0 ? oneOfEachPair(due) : due
  for (const gap of due) lastMeet.set(keyOf(gap), now)
  const meetings = new Map<Member, MeetTarget[]>()
  for (const {node, about} of chosen) {
    const targets = meetings.get(about) ?? []
    targets.push(node.target)
    meetings.set(about, targets)
  }
  return [...meetings]
}

function keyOf({node, about}: Gap): string {
  return `${about.id} ${node.id}`
}

function oneOfEachPair(gaps: readonly Gap[]): Gap[] {
  const pairs = new Map(gaps.map((gap) => [[gap.node.id, gap.about.id].toSorted().join(' '), gap]))
  return [...pairs.values()]
}

async function findStrangers(asked: readonly Member[], members: readonly Member[]): Promise<Gap[]> {
  const gaps = await fewAtOnce(asked, async (node) => {
    const lines = await viewOf(node)
    const known = new Set(lines.filter(({flags}) => !flags.includes('handshake')).map(({id}) => id))
    return members.filter(({id}) => !known.has(id)).map((about) => ({node, about}))
  })
  return gaps.flat()
}
