import type {StepOf} from '../domain/step.js'
import {isAtLeast} from '../domain/version.js'
import {whenServerError} from '../redis/errors.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import {describeGaps} from './describe-gaps.js'
import {outliveBans} from './bans.js'
import type {StepExecution} from './step-execution.js'
import {type Gap, type Member, membersOf, viewOf} from './member.js'
import {FEW_AT_FIRST, introduce, Introductions, type Unknowing} from './meetings.js'
import {pacing, until} from './wait.js'
import {refuseWrongAddresses} from './wrong-address.js'

/** Nodes that do not know each other after this time are not just slow. */
const SUSPICIOUS_MS = 2000

/**
 * Makes all nodes know each other without waiting for the usual gossip of the servers: nodes are told to MEET others that they
 * do not know, all in parallel. Rejects after the limit, naming bus ports, if some nodes still do not know each other.
 */
export async function meet(step: StepOf<'meet'>, execution: StepExecution): Promise<void> {
  const {session, joinLimitMs, signal} = execution
  const members = await membersOf(step.nodes, execution)
  if (step.newcomers) await outliveBans(members, step.newcomers, execution)
  let suspiciousAt = performance.now() + SUSPICIOUS_MS
  const introductions = new Introductions(members, await spreadsNews(members))
  let unknowing: readonly Unknowing<Member>[] = []
  // A node that knows all of them is not asked again.
  let asked: readonly Member[] = members
  await until(
    async () => {
      unknowing = await findStrangers(asked, members)
      asked = unknowing.map(({node}) => node)
      if (unknowing.length === 0) return true
      await introduce(introductions.next(unknowing, performance.now()))
      if (performance.now() < suspiciousAt) return undefined
      suspiciousAt = Infinity
      await refuseWrongAddresses(members, session)
      return undefined
    },
    () => describeGaps(gapsOf(unknowing)),
    {limitMs: joinLimitMs, signal, ...pacing(members.length)},
  )
}

/**
 * From Redis 7.0 on, many nodes know each other as soon after far fewer meetings. With 70 nodes of Redis 6.0 nothing was gained,
 * and still older ones begin a handshake with each node that they hear of.
 */
async function spreadsNews(members: readonly Member[]): Promise<boolean> {
  if (members.length <= FEW_AT_FIRST) return false
  const infos = await fewAtOnce(members, ({client}) => client.info().catch(whenServerError(undefined)))
  return infos.every((info) => info !== undefined && isAtLeast(info.version, 7))
}

async function findStrangers(
  asked: readonly Member[],
  members: readonly Member[],
): Promise<Unknowing<Member>[]> {
  const found = await fewAtOnce(asked, async (node) => {
    const lines = await viewOf(node)
    const known = new Set(lines.filter(({flags}) => !flags.includes('handshake')).map(({id}) => id))
    return {node, strangers: members.filter(({id}) => !known.has(id))}
  })
  return found.filter(({strangers}) => strangers.length > 0)
}

function gapsOf(unknowing: readonly Unknowing<Member>[]): Gap[] {
  return unknowing.flatMap(({node, strangers}) => strangers.map((about) => ({node, about})))
}
