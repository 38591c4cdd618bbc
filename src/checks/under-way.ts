import type {RunState} from '../domain/control.js'
import type {Finding, Passing} from '../domain/finding.js'
import type {Move} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import type {Presence} from '../domain/operator.js'
import {type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'

/**
 * A clustertool that is changing the cluster. Known from the names of its connections and, on its own machine, from
 * its journal.
 */
export type UnderWay = {
  readonly presence: Presence
  readonly suspended: boolean
  /** What it moves, and how much of it has moved; undefined if unknown. */
  readonly work: {readonly moves: readonly Move[]; readonly movedSlots: number} | undefined
  /** What it says about itself; undefined if it did not answer. */
  readonly control?: RunState | undefined
}

/** Not fix: it repairs what is wrong, and is not the reason for it. */
const MOVERS: ReadonlySet<string> = new Set(['reshard', 'rebalance', 'del-node', 'apply', 'resume', 'undo'])

/**
 * Adds a finding for each change in progress, and makes those findings part of it that the change causes and will
 * end. If the plan of the change is unknown, every open slot may belong to it, because it would not have started with
 * other open slots.
 */
export function explainByChanges(
  snapshot: ClusterSnapshot,
  findings: readonly Finding[],
  changes: readonly UnderWay[],
): Finding[] {
  let left = [...findings]
  const told = changes.map((change): Finding => {
    const explains = left.filter((finding): finding is Passing & Finding =>
      isPassing(finding, snapshot, change),
    )
    left = left.filter((finding) => !explains.some((one) => one === finding))
    return findingOf(change, explains)
  })
  return [...left, ...told]
}

function findingOf({presence, suspended, work, control}: UnderWay, explains: readonly Passing[]): Finding {
  const {command, host, pid, startedAt} = presence
  const total = work && slotCount(work.moves.flatMap(({ranges}) => ranges))
  return {
    code: 'change-under-way',
    nodes: [],
    ranges: toRanges(explains.flatMap(({ranges}) => [...slotsOf(ranges)])),
    command,
    host,
    pid,
    startedAt: new Date(startedAt).toISOString(),
    suspended,
    progress: work && total ? {moved: work.movedSlots, total} : undefined,
    control,
    explains,
  }
}

function slotCount(ranges: readonly SlotRange[]): number {
  return ranges.reduce((sum, {start, end}) => sum + end - start + 1, 0)
}

function isPassing(finding: Finding, snapshot: ClusterSnapshot, {presence, work}: UnderWay): boolean {
  const isOwn = (from: NodeId | undefined, to: NodeId | undefined, ranges: readonly SlotRange[]) =>
    work ? areMoved(work.moves, [from, to], ranges) : MOVERS.has(presence.command)
  if (finding.code === 'slots-open') {
    const {nodes, peer, direction, ranges} = finding
    return nodes.every((id) => {
      const node = primaryOf(snapshot, id)
      return direction === 'migrating' ? isOwn(node, peer, ranges) : isOwn(peer, node, ranges)
    })
  }
  if (finding.code !== 'views-disagree') return false
  return finding.differences.every(
    ({says, others, ranges}) => isOwn(says, others, ranges) || isOwn(others, says, ranges),
  )
}

/** Replicas copy the marks of their primary. */
function primaryOf(snapshot: ClusterSnapshot, id: NodeId): NodeId {
  const node = nodeById(snapshot, id)
  return (node?.role === 'replica' ? node.primaryId : undefined) ?? id
}

function areMoved(
  moves: readonly Move[],
  [from, to]: readonly (NodeId | undefined)[],
  ranges: readonly SlotRange[],
): boolean {
  const moved = new Set(
    moves
      .filter(({source, target}) => source === from && target === to)
      .flatMap((move) => [...slotsOf(move.ranges)]),
  )
  return [...slotsOf(ranges)].every((slot) => moved.has(slot))
}
