/**
 * Why the servers, and not clustertool, are to blame for the loss of a counted write. Nothing else is excused:
 *
 * - alone: the only node of the shard lost its data (killed without append only file, or wiped) after the write;
 * - both: the primary and its replica were without their data at the same time;
 * - came-back-empty: the primary lost its data and came back before its replica took over, so the replica copied the
 *   empty data set;
 * - empty-took-over: the replica lost its data and may have taken over before it had copied everything again;
 * - other-took-over: a shard had two replicas, and the one that took over had not acknowledged the write;
 * - moved-to-lost: the key was moved to another shard, whose replica took over: servers send the keys of a
 *   MIGRATE to replicas as late as any other write, and nobody waits for that.
 *
 * A node that the others could not reach excuses nothing: no replica acknowledges the writes that it takes then.
 */
export type Excuse =
  | 'alone'
  | 'both'
  | 'came-back-empty'
  | 'empty-took-over'
  | 'other-took-over'
  | 'moved-to-lost'

/** A node lost its data at this time. */
export type Loss = {
  readonly node: number
  readonly at: number
  /** Another node of its shard was the primary before it came back. */
  readonly tookOver: boolean
  /** When it had copied everything from its primary, if it has. */
  readonly restoredAt?: number
}

/** What happened to nodes, by their numbers. */
export type History = {
  readonly losses: readonly Loss[]
  /** A replica may have taken over from `out`, which could not be reached. No `out`: it was told to take over. */
  readonly takeovers: readonly {
    readonly shard: number
    readonly at: number
    readonly out: number | undefined
  }[]
}

/** A write that is lost: where it was made, and to which nodes its key has moved since. */
export type LostWrite = {
  /** Missing if it did not come from a client. */
  readonly node: number | undefined
  readonly at: number
  readonly later: readonly number[]
}

/** What a node says of slots: its id, and its config epoch. */
export type Claim = {readonly id: string; readonly epoch: number}

/**
 * Whether a node that comes back gets its slots from all that took over. The higher config epoch wins; if both are equal,
 * the node with the smaller id raises its own (clusterHandleConfigEpochCollision in cluster.c of Redis 7.0), and wins.
 */
export function takesSlotsBack(back: Claim, heirs: readonly Claim[]): boolean {
  return heirs.every((heir) => back.epoch > heir.epoch || (back.epoch === heir.epoch && back.id < heir.id))
}

/** Why the loss of a write is not clustertool's fault; undefined if it is. `shards`: the nodes of each. */
export function excuseFor(
  lost: LostWrite,
  history: History,
  shards: readonly (readonly number[])[],
): Excuse | undefined {
  const since = (node: number): number => (node === lost.node ? lost.at : 0)
  const places = [...new Set([...(lost.node === undefined ? [] : [lost.node]), ...lost.later])]
  for (const node of places) {
    const shard = shards.findIndex((nodes) => nodes.includes(node))
    const excuse = excuseIn(shards[shard] ?? [node], {
      shard,
      since: since(node),
      history,
      moved: node !== lost.node,
    })
    if (excuse !== undefined) return excuse
  }
  return undefined
}

type Case = {
  readonly shard: number
  readonly since: number
  readonly history: History
  /** The key was moved to the shard. */
  readonly moved: boolean
}

function excuseIn(nodes: readonly number[], about: Case): Excuse | undefined {
  const {since, history} = about
  const losses = history.losses.filter(({node, at}) => nodes.includes(node) && at >= since)
  if (nodes.length === 1) return losses.length > 0 ? 'alone' : undefined
  if (losses.some((one) => losses.some((other) => overlap(one, other)))) return 'both'
  if (losses.some((loss) => !loss.tookOver)) return 'came-back-empty'
  return excuseByTakeover(nodes, about)
}

function excuseByTakeover(
  nodes: readonly number[],
  {shard, since, history, moved}: Case,
): Excuse | undefined {
  const takeovers = history.takeovers.filter((one) => one.shard === shard && one.at >= since)
  if (takeovers.length === 0) return undefined
  const lost = history.losses.filter(({node}) => nodes.includes(node))
  const isEmptyHeir = (loss: Loss): boolean =>
    takeovers.some(({at, out}) => out !== loss.node && isWithin(at, loss))
  if (lost.some(isEmptyHeir)) return 'empty-took-over'
  if (nodes.length > 2) return 'other-took-over'
  return moved ? 'moved-to-lost' : undefined
}

function overlap(one: Loss, other: Loss): boolean {
  return one.node !== other.node && (isWithin(one.at, other) || isWithin(other.at, one))
}

function isWithin(moment: number, {at, restoredAt}: Loss): boolean {
  return moment >= at && moment < (restoredAt ?? Infinity)
}
