import {isHeldBack} from '../domain/control.js'
import type {Finding, FindingOf} from '../domain/finding.js'
import type {NodeId} from '../domain/node.js'
import {countSlots} from '../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import type {AtomicJobSeen, MoveSeen} from '../domain/watch.js'

/** Since when a move is seen, and how many slots had moved when it began or last rested. */
type Start = {readonly since: number; readonly at: number; readonly moved: number}

/** What is remembered of the moves that were seen last. */
export type MoveMemory = ReadonlyMap<string, Start>

type MovesLook = {
  readonly snapshot: ClusterSnapshot
  /** With changes in progress, and what they explain. */
  readonly findings: readonly Finding[]
  readonly jobs: readonly AtomicJobSeen[]
  /** Milliseconds since 1970. */
  readonly at: number
}

/** `rests`: it does not go on at present. */
type Moving = Omit<MoveSeen, 'since' | 'leftMs'> & {readonly rests?: boolean}

/** The moves of slots that are under way, by whomever, each with the time that it may still take. */
export function movesSeen(
  look: MovesLook,
  memory: MoveMemory,
): {readonly moves: readonly MoveSeen[]; readonly memory: MoveMemory} {
  const moving = new Map([
    ...look.findings.flatMap((finding) => ofCommand(finding, look.snapshot)),
    ...ofOpenSlots(look),
    ...look.jobs.map(ofJob),
  ])
  const starts = new Map<string, Start>()
  const moves = [...moving].map(([key, {rests, ...move}]): MoveSeen => {
    const now = {at: look.at, moved: move.progress?.moved ?? 0}
    const before = memory.get(key) ?? {since: look.at, ...now}
    // How long it still takes is estimated by the time since it rested.
    const start = rests ? {...before, ...now} : before
    starts.set(key, start)
    return {...move, since: start.since, leftMs: timeLeft(move, start, look.at)}
  })
  return {moves, memory: starts}
}

function timeLeft(
  {progress}: Pick<Moving, 'progress'>,
  {at: since, moved}: Start,
  at: number,
): number | undefined {
  if (!progress || progress.moved <= moved || at <= since) return undefined
  return ((progress.total - progress.moved) * (at - since)) / (progress.moved - moved)
}

function ofCommand(finding: Finding, snapshot: ClusterSnapshot): (readonly [string, Moving])[] {
  if (finding.code !== 'change-under-way') return []
  const {command, host, pid, startedAt, suspended, progress, control, explains, ranges} = finding
  const [first] = explains.flatMap((one) => (one.code === 'slots-open' ? [endsOf(one, snapshot)] : []))
  const who = `${command} on ${host}, process ${pid}${suspended ? ', suspended' : stateOf(control)}`
  const slots = countSlots(ranges)
  return [
    [
      `${host} ${pid} ${startedAt}`,
      {
        by: 'command',
        who,
        source: first?.source,
        target: first?.target,
        slots,
        progress,
        rests: control !== undefined && isHeldBack(control),
      },
    ],
  ]
}

function stateOf(control: FindingOf<'change-under-way'>['control']): string {
  if (!control || !isHeldBack(control)) return ''
  return `, ${control.state === 'running' ? 'waiting' : control.state}`
}

/** Both ends of a move have marks; a slot that only one end has marked is open as well. */
function ofOpenSlots({findings, snapshot}: MovesLook): (readonly [string, Moving])[] {
  const open = new Map<string, Moving>()
  for (const finding of findings) {
    if (finding.code !== 'slots-open') continue
    const ends = endsOf(finding, snapshot)
    const key = `${ends.source} ${ends.target}`
    const slots = Math.max(countSlots(finding.ranges), open.get(key)?.slots ?? 0)
    open.set(key, {by: 'open', who: 'open slots', ...ends, slots, progress: undefined})
  }
  return [...open]
}

type MoveEnds = {readonly source: NodeId | undefined; readonly target: NodeId | undefined}

/** Replicas copy the marks of their primary. */
function endsOf({nodes, peer, direction}: FindingOf<'slots-open'>, snapshot: ClusterSnapshot): MoveEnds {
  const [id] = nodes
  const node = id === undefined ? undefined : nodeById(snapshot, id)
  const own = node?.role === 'replica' ? node.primaryId : id
  return direction === 'migrating' ? {source: own, target: peer} : {source: peer, target: own}
}

function ofJob({id, state, source, target, slots}: AtomicJobSeen): readonly [string, Moving] {
  return [id, {by: 'atomic', who: state, source, target, slots, progress: undefined}]
}
