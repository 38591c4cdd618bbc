import {ownLine} from '../domain/node.js'
import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {Step} from '../domain/step.js'
import {countSlots, formatRanges, intersectRanges, slotsOf} from '../domain/slot.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import type {Execution} from './execution.js'
import {membersOf} from './member.js'
import {openEndpoint} from './move/by-keys/endpoint.js'
import {changesOf, tellSlots} from './move/by-keys/tell-slots.js'
import {asFarAsTheyAnswer, withNode} from './move/retrying.js'
import {highestUnread, type OldWord, oldWordAbout, type OwnerClaims, wordsOf} from './old-word.js'
import {type StaleClaim, staleClaimOf} from './stale-claim.js'
import {until} from './wait.js'

/** Spreading an epoch, or a new owner, takes a handshake. */
const LIMIT_MS = 10_000
/** A handshake without an answer is started again, but not at once. */
const REPEAT_AFTER_MS = 700
/**
 * Number of nodes that are asked who owns the slots that another node claims. Some of them may not have heard of it
 * yet.
 */
const WITNESSES = 3

type Needs = Pick<Execution, 'session' | 'signal'>
type Height = {readonly epoch: number; readonly by: NodeId}
type Heights = {readonly own: number; readonly current: number; readonly top: Height | undefined}

/**
 * The config epochs of one run. All steps share it: epochs are raised one after the other, so that no two nodes get
 * the same one, and all views are read once. Everything that raises an epoch must be in here.
 */
export class Epochs {
  private readonly execution: Needs
  /** Nodes that may give slots away in this run. After that, an earlier reading says nothing about them. */
  private readonly givers: ReadonlySet<NodeId>
  private readonly judged = new Set<NodeId>()
  private readonly met = new Map<string, number>()
  private last: Promise<void> = Promise.resolve()
  private words: OwnerClaims | undefined
  /** Whether slots are claimed in this run. After that, an earlier reading does not say who gave them away. */
  private claims = false
  private given: Height | undefined

  constructor(steps: readonly Step[], {session}: Pick<Execution, 'session'>) {
    // Not the signal of the run: slots that were opened are closed before the run stops, and that may require a
    // higher epoch for the target.
    this.execution = {session, signal: new AbortController().signal}
    this.givers = new Set(steps.flatMap(giversOf))
  }

  /**
   * Gives a node a config epoch above those of `others`. If a node takes a slot with an epoch that is not above that
   * of the former owner, it loses the slot again as soon as it talks to a node that still considers the other one the
   * owner, and then deletes its keys (clusterUpdateSlotsConfigWith in cluster.c). `lost`: also above the epochs of
   * primaries that do not answer. Throws INCOMPLETE after 10 s.
   *
   * A node that is above `others`, and not above all, raises its epoch itself when it takes a slot (SETSLOT NODE in
   * clusterCommand). So what others believe of it is checked once in any case, and again if it has given slots away.
   */
  async raise(node: NodeId, others: readonly NodeId[], {lost = false} = {}): Promise<void> {
    const isDone = async () =>
      !lost && this.judged.has(node) && !this.givers.has(node) && (await this.isAbove(node, others))
    if (await isDone()) return
    const before = this.last
    const turn = async () => {
      await before
      // Another step that moves slots to the same node may have been first: of many, one reads all views.
      if (!(await isDone())) await this.raiseNow(node, others, lost)
    }
    const raised = turn()
    // A failure of this one must not fail the next one in the queue.
    this.last = raised.catch(() => undefined)
    await raised
  }

  /** Whether the epoch of a target is still above that of its source. Needs two small replies. */
  stillAbove(target: NodeId, source: NodeId): Promise<boolean> {
    return this.isAbove(target, [source])
  }

  /** Whether a node has, or may have, given away slots in this run. */
  gaveSlots(node: NodeId): boolean {
    return this.givers.has(node)
  }

  private async isAbove(node: NodeId, others: readonly NodeId[]): Promise<boolean> {
    const [mine, ...theirs] = await Promise.all([node, ...others].map((id) => this.epochsOf(id)))
    return theirs.every(({own}) => (mine?.own ?? 0) > own)
  }

  private async raiseNow(node: NodeId, others: readonly NodeId[], lost: boolean): Promise<void> {
    const {signal} = this.execution
    if (lost) this.claims = true
    const unheard = lost ? highestUnread(await this.readAll(node)) : undefined
    const floor = unheard?.by === undefined ? undefined : {epoch: unheard.epoch, by: unheard.by}
    let top: Height | undefined
    let judged = false
    await until(
      async () => {
        const heard = await this.heightsOf(node, others, floor)
        top = heard.top
        if (!judged) await this.outliveOldWord(node)
        judged = true
        if (heard.own > (top?.epoch ?? 0)) return true
        return (await this.goAbove(node, others, heard)) || undefined
      },
      () => `${this.nameOf(node)} does not know config epoch ${top?.epoch} yet.`,
      {limitMs: LIMIT_MS, signal},
    )
  }

  /** The node's own epoch, the highest epoch that it knows, and the highest epoch that it must exceed. */
  private async heightsOf(
    node: NodeId,
    others: readonly NodeId[],
    floor: Height | undefined,
  ): Promise<Heights> {
    const [mine, ...theirs] = await Promise.all([node, ...others].map((id) => this.epochsOf(id)))
    const heights = theirs.map(({own}, at) => ({epoch: own, by: others[at] ?? node}))
    const [top] = [...heights, ...(floor ? [floor] : [])].toSorted((a, b) => b.epoch - a.epoch)
    return {own: mine?.own ?? 0, current: mine?.current ?? 0, top}
  }

  /**
   * CLUSTER BUMPEPOCH, like the bump in SETSLOT NODE, only exceeds epochs that the node has heard of. So the node is
   * first told the highest one, including those that this run gave to other nodes. Returns whether its epoch is
   * above.
   */
  private async goAbove(node: NodeId, others: readonly NodeId[], {current, top}: Heights): Promise<boolean> {
    const highest = this.highestOf(node, top)
    if (highest && current < highest.epoch) {
      await this.tell(node, highest.by)
      return false
    }
    // Right before the bump, and not while waiting for news, because these views grow with the cluster.
    const view = await this.outliveOwnWord(node, others)
    const epoch = await withNode(this.execution.session, node, (client) =>
      client.bumpEpoch(ownLine(view)?.slots ?? []),
    )
    await this.tellReplicas(node, view)
    if (epoch === undefined) {
      // Equal epochs that are the highest: the server with the smaller id gives way when it hears of the other one.
      if (highest) await Promise.all([this.tell(node, highest.by), this.tell(highest.by, node)])
      return false
    }
    this.given = {epoch, by: node}
    return highest === undefined || epoch > highest.epoch
  }

  private highestOf(node: NodeId, top: Height | undefined): Height | undefined {
    const {given} = this
    return given && given.by !== node && given.epoch > (top?.epoch ?? 0) ? given : top
  }

  /** CLUSTER MEET makes a node send its epoch to another one at once. */
  private async tell(node: NodeId, by: NodeId): Promise<void> {
    const key = `${node} ${by}`
    const now = performance.now()
    if (now - (this.met.get(key) ?? -Infinity) < REPEAT_AFTER_MS) return
    this.met.set(key, now)
    const [listener, speaker] = await membersOf([node, by], this.execution)
    if (listener && speaker) await speaker.client.meet([listener.target])
  }

  /**
   * Waits until no node considers this node the owner of slots that another one owns, and makes the owners announce
   * themselves again. Otherwise a higher epoch would give these slots back to the node, and their owners would delete
   * the keys.
   */
  private async outliveOldWord(node: NodeId): Promise<void> {
    const first = !this.judged.has(node) && !this.givers.has(node)
    let old: OldWord | undefined
    let words = first && !this.claims ? (this.words ??= await this.readAll(node)) : await this.readAll(node)
    await until(
      async () => {
        old = oldWordAbout(node, words)
        if (!old) return true
        await this.correct(old)
        words = await this.readAll(node)
        return undefined
      },
      () =>
        old
          ? `${this.nameOf(old.by)} considers another node the owner of slots ${formatRanges(old.ranges)}.`
          : 'the replies of the nodes were still outstanding.',
      {limitMs: LIMIT_MS, signal: this.execution.signal},
    )
    this.judged.add(node)
  }

  /**
   * A node ignores what others say about slots that are open on it, so it has to be told who owns them. SETSLOT NODE
   * keeps its importing mark (tried with Redis 6.0 to 8.6; Valkey 9.1 clears such a mark itself).
   */
  private async correct({by, owner, ranges, open}: OldWord): Promise<void> {
    if (!open) return this.tell(by, owner)
    const end = await openEndpoint(
      this.execution.session,
      by,
      this.execution.session.options.commandTimeoutMs,
    )
    await tellSlots(end, changesOf([...slotsOf(ranges)], {state: 'node', peer: owner}))
  }

  /**
   * If a replica is elected before it has heard of its primary's new epoch, it gets the same epoch. A primary that
   * comes back then, perhaps without data, takes its slots back if it has the smaller id
   * (clusterHandleConfigEpochCollision). bumpEpoch tells them at once where the server can do that. Otherwise news takes
   * about a second, after a MEET a tenth of that.
   */
  private async tellReplicas(node: NodeId, view: readonly NodeLine[]): Promise<void> {
    // By the addresses that the node itself knows: a replica that hangs or loads data is not asked, and holds up nobody.
    const replicas = view.filter(({primaryId, host}) => primaryId === node && host !== '')
    if (replicas.length === 0) return
    const targets = replicas.map(({host, port, busPort = port + 10_000}) => ({host, port, busPort}))
    await asFarAsTheyAnswer([withNode(this.execution.session, node, (client) => client.meet(targets))])
  }

  /**
   * Waits until a node stops claiming slots that one of its own replicas took over while it was down. Returns its
   * view.
   */
  private async outliveOwnWord(node: NodeId, others: readonly NodeId[]): Promise<readonly NodeLine[]> {
    let claim: StaleClaim | undefined
    return until(
      async () => {
        const [own, ...views] = await Promise.all(
          [node, ...others.slice(0, WITNESSES)].map((id) => this.viewOf(id)),
        )
        const line = own?.find(({myself}) => myself)
        if (line?.role !== 'primary') throw this.demoted(node)
        const claims = views.flatMap((view) => staleClaimOf(node, line, view) ?? [])
        claim = (await Promise.all(claims.map((one) => this.confirmed(one)))).find((one) => one !== undefined)
        return claim ? undefined : own
      },
      () =>
        `${this.nameOf(node)} claims slots ${formatRanges(claim?.ranges ?? [])}, but ${claim?.owner} owns them.`,
      {limitMs: LIMIT_MS, signal: this.execution.signal},
    )
  }

  /**
   * What others say about an owner that answers counts only if the owner says it too: another node may have wrong
   * information.
   */
  private async confirmed(claim: StaleClaim): Promise<StaleClaim | undefined> {
    if (!this.execution.session.isConnected(claim.owner)) return claim
    const own = ownLine(await this.viewOf(claim.owner))
    return own && countSlots(intersectRanges(own.slots, claim.ranges)) > 0 ? claim : undefined
  }

  private viewOf(id: NodeId): Promise<NodeLine[]> {
    return withNode(this.execution.session, id, (client) => client.clusterNodes())
  }

  private demoted(node: NodeId): ClusterToolError {
    return new ClusterToolError(
      'INCOMPLETE',
      `${this.nameOf(node)} is now a replica: another node replaced it`,
    )
  }

  /** The views of all nodes that this node knows and that clustertool is connected to. */
  private async readAll(node: NodeId): Promise<OwnerClaims> {
    const {session} = this.execution
    const viewOf = async (id: NodeId) =>
      [id, await withNode(session, id, (client) => client.clusterNodes())] as const
    const first = await viewOf(node)
    const others = first[1].filter(({id, myself}) => !myself && session.isConnected(id)).map(({id}) => id)
    return wordsOf([first, ...(await fewAtOnce(others, viewOf))])
  }

  private epochsOf(id: NodeId): Promise<{readonly own: number; readonly current: number}> {
    return withNode(this.execution.session, id, (client) => client.epochs())
  }

  private nameOf(id: NodeId): string {
    return formatAddress(this.execution.session.node(id).address)
  }
}

function giversOf(step: Step): NodeId[] {
  if (step.kind === 'migrate-slots' || step.kind === 'adopt-keys') return [step.source]
  return step.kind === 'failover' ? [step.primary] : []
}
