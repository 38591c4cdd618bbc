import {ReplyRefused} from '../redis/errors.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import {formatAddress} from '../domain/address.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {SlotRange} from '../domain/slot.js'
import type {StepOf} from '../domain/step.js'
import {describeGaps} from './describe-gaps.js'
import type {StepExecution} from './step-execution.js'
import type {LoadingNodes} from './loading.js'
import {introduce, type Meeting} from './meetings.js'
import {type Gap, type Member, viewOf} from './member.js'
import {epochClashesIn, handshakesIn, knowersIn, staleIn} from './views.js'
import {pacing, until} from './wait.js'
import {refuseWrongAddresses} from './wrong-address.js'

type AgreeStep = StepOf<'agree'>

/** A server gives up a handshake without an answer after a while, so MEET is repeated, but not at once. */
const REPEAT_AFTER_MS = 700
/** By then, news of slots has reached the nodes that the new owner or clustertool tells. */
const SLOT_NEWS_MS = 250
/** By then, news has reached every node that accepts it. */
const TOLD_MS = 1500
/** Nodes that do not agree after this time are not just slow. */
const SUSPICIOUS_MS = 2000
/** Servers drop a node in handshake after their node timeout, which is 15 s by default. */
const HANDSHAKE_MS = 20_000
/** Time for an epoch to spread before it is raised again. */
const BUMP_AGAIN_MS = 200

/** What one reading of all views still shows. */
type Unrest = {
  readonly gaps: readonly Gap[]
  /** Gaps that only CLUSTER MEET closes soon. */
  readonly untold: readonly Gap[]
  readonly clashes: readonly {
    readonly node: Member
    readonly keeper: Member
    readonly slots: readonly SlotRange[]
  }[]
  readonly knowers: readonly {readonly by: Member; readonly node: NodeId}[]
  readonly handshakes: readonly {readonly by: Member; readonly at: string}[]
}

/** The progress of settling. */
type Course = {
  readonly members: readonly Member[]
  /** As they were read last. */
  readonly views: Map<NodeId, readonly NodeLine[]>
  readonly step: AgreeStep
  readonly loading: LoadingNodes
  readonly execution: StepExecution
  readonly elapsed: () => number
  readonly lastMeet: Map<string, number>
  suspiciousAt: number
  bumpAt: number
  /** Whether all views are of one time. */
  isWhole: boolean
}

/**
 * Waits until one reading of all views shows that they are equal, that no removed node is left, that no node is in
 * handshake at a member's address, and that each owner of slots has its own config epoch; and does what is needed for
 * that. `read` is the first reading. Rejects after the limit, naming the nodes that are behind.
 */
export async function settle(
  read: ReadonlyMap<Member, readonly NodeLine[]>,
  {step, loading}: Pick<Course, 'step' | 'loading'>,
  execution: StepExecution,
): Promise<void> {
  const start = performance.now()
  const course: Course = {
    members: [...read.keys()],
    views: new Map([...read].map(([{id}, view]) => [id, view])),
    step,
    loading,
    execution,
    elapsed: () => performance.now() - start,
    lastMeet: new Map<string, number>(),
    suspiciousAt: SUSPICIOUS_MS,
    bumpAt: 0,
    isWhole: true,
  }
  let unrest: Unrest | undefined
  await until(
    async () => {
      unrest = unrest ? await lookAgain(unrest, course) : unrestIn(course)
      if (isOver(unrest, course)) return true
      await calm(unrest, course)
      return undefined
    },
    () => (unrest ? describeUnrest(unrest) : 'the replies of the nodes were still outstanding.'),
    {limitMs: execution.joinLimitMs, signal: execution.signal, ...pacing(course.members.length)},
  )
}

/**
 * Reads the views of the nodes that were behind. Only when these are well, too, or when a handshake lasts too long to
 * be waited for, it reads all views at one time, which is what counts.
 */
async function lookAgain(before: Unrest, course: Course): Promise<Unrest> {
  await readViews(behindIn(before), course)
  const now = unrestIn(course)
  course.isWhole = behindIn(now).length === 0 || course.elapsed() >= HANDSHAKE_MS
  if (!course.isWhole) return now
  await readViews(course.members, course)
  return unrestIn(course)
}

function isOver(unrest: Unrest, {step, execution, elapsed, isWhole}: Course): boolean {
  if (step.inAnyView && elapsed() > TOLD_MS) return true
  const {gaps, clashes, knowers, handshakes} = unrest
  if (gaps.length + clashes.length + knowers.length > 0) return false
  if (handshakes.length === 0) return true
  if (!isWhole || elapsed() < HANDSHAKE_MS) return false
  execution.tellNote(`${describeUnrest(unrest)} This ends after the node timeout.`)
  return true
}

async function calm({gaps, untold, clashes, knowers}: Unrest, course: Course): Promise<void> {
  const {members, execution, elapsed, lastMeet} = course
  // The node that is met learns what the other one says about itself, but not vice versa.
  await meetAll(elapsed() < SLOT_NEWS_MS ? untold : gaps, lastMeet)
  await Promise.all(knowers.map(({by, node}) => by.client.forget(node).catch(unlessForgotten)))
  // If a node's epoch rises while another node still considers it the owner of slots that it gave away, it gets them
  // back.
  if (gaps.length === 0 && clashes.length > 0 && elapsed() > course.bumpAt) {
    await partEpochs(clashes, lastMeet)
    course.bumpAt = elapsed() + BUMP_AGAIN_MS
  }
  if (gaps.length > 0 && elapsed() > course.suspiciousAt) {
    course.suspiciousAt = Infinity
    await refuseWrongAddresses(members, execution.session)
  }
}

async function readViews(members: readonly Member[], {views, loading}: Course): Promise<void> {
  await fewAtOnce(members, async (member) => {
    const view = await loading.unlessLoading(member, () => viewOf(member))
    if (view) views.set(member.id, view)
    else views.delete(member.id)
  })
}

function unrestIn({members, views, step: {without = []}}: Course): Unrest {
  const byId = new Map(members.map((member) => [member.id, member]))
  const member = (id: NodeId) => byId.get(id)!
  const stale = staleIn(views).map(({node, about, role}) => ({
    node: member(node),
    about: member(about),
    role,
  }))
  const addresses = new Set(members.map(({target}) => `${target.host}:${target.port}`))
  return {
    gaps: stale,
    untold: stale.filter(({role}) => role),
    clashes: epochClashesIn(views).map(({node, keeper, slots}) => ({
      node: member(node),
      keeper: member(keeper),
      slots,
    })),
    knowers: knowersIn(views, without).map(({by, node}) => ({by: member(by), node})),
    handshakes: handshakesIn(views, addresses).map(({by, at}) => ({by: member(by), at})),
  }
}

/** The nodes in whose views something is not well. */
function behindIn({gaps, clashes, knowers, handshakes}: Unrest): Member[] {
  return [
    ...new Set([
      ...gaps.flatMap(({node, about}) => [node, about]),
      ...clashes.flatMap(({node, keeper}) => [node, keeper]),
      ...knowers.map(({by}) => by),
      ...handshakes.map(({by}) => by),
    ]),
  ]
}

/**
 * CLUSTER MEET makes a node that is met hear the complete header of the other one (slots, epoch, role) at once, also if
 * they already know each other. Pairs that were tried a moment ago are left out.
 */
async function meetAll(gaps: readonly Gap[], lastMeet: Map<string, number>): Promise<void> {
  const now = performance.now()
  const meetings: Meeting<Member>[] = []
  for (const {node, about} of gaps) {
    const pair = `${about.id} ${node.id}`
    if (now - (lastMeet.get(pair) ?? -Infinity) < REPEAT_AFTER_MS) continue
    lastMeet.set(pair, now)
    meetings.push({by: about, met: node})
  }
  await introduce(meetings)
}

/** One after the other, so that no two take the same epoch again. */
async function partEpochs(clashes: Unrest['clashes'], lastMeet: Map<string, number>): Promise<void> {
  for (const {node, slots} of clashes) await node.client.bumpEpoch(slots)
  // Nothing happens if the epoch is the highest that the node knows; it gives way when it hears of the other node.
  await meetAll(
    clashes.map(({node, keeper}) => ({node, about: keeper})),
    lastMeet,
  )
}

function unlessForgotten(error: unknown): void {
  if (!(error instanceof ReplyRefused) || !/unknown node/i.test(error.message)) throw error
}

function describeUnrest({gaps, clashes, knowers, handshakes}: Unrest): string {
  if (gaps.length > 0) return describeGaps(gaps)
  if (knowers.length > 0) {
    return `${list(knowers.map(({by}) => nameOf(by)))} did not forget node ${knowers[0]?.node}.`
  }
  if (clashes.length > 0) {
    return `${list(clashes.flatMap(({node, keeper}) => [nameOf(node), nameOf(keeper)]))} have the same config epoch.`
  }
  return `${list(handshakes.map(({at}) => at))} is still in handshake with other nodes.`
}

function list(names: readonly string[]): string {
  return [...new Set(names)].slice(0, 8).join(', ')
}

function nameOf({client}: Member): string {
  return formatAddress(client.address)
}
