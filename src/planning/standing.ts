import type {JudgedOperation, Operation, Standing} from '../domain/operation.js'
import {countSlots, SLOT_COUNT, slotsOf, toRanges} from '../domain/slot.js'
import {areOfOneCluster} from './same-cluster.js'
import {deedsOf, reachOf, touches} from './touched.js'

/**
 * The standing of each operation, judged by all of them, oldest first. `running`: ids of those whose process is
 * running.
 */
export function judgeOperations(
  operations: readonly Operation[],
  running: ReadonlySet<string>,
): JudgedOperation[] {
  return operations.map((operation, at) => {
    const later = operations.slice(at + 1).filter((other) => areOfOneCluster(operation, other))
    const successor = isOpen(operation)
      ? later.find((other) => supersedes(other, operation, operations))
      : undefined
    const standing = standingOf(operation, {isRunning: running.has(operation.id), successor})
    return {...operation, standing, supersededBy: standing === 'superseded' ? successor?.id : undefined}
  })
}

function standingOf(
  {status, dismissed}: Operation,
  {isRunning, successor}: {readonly isRunning: boolean; readonly successor: Operation | undefined},
): Standing {
  if (status !== 'unfinished' && status !== 'incomplete') return status
  if (isRunning && status === 'unfinished') return 'running'
  if (dismissed) return 'dismissed'
  if (successor) return 'superseded'
  return status === 'unfinished' ? 'killed' : status
}

function isOpen({status}: Operation): boolean {
  return status === 'unfinished' || status === 'incomplete'
}

/** Whether a later operation supersedes an earlier one. */
function supersedes(later: Operation, earlier: Operation, all: readonly Operation[]): boolean {
  if (showsFormed(later, earlier)) return true
  if (later.status !== 'done') return false
  const isOfIt = later.of === earlier.id
  if (later.command === 'fix' && earlier.command === 'fix') return true
  // A repair that closes what a move left open does not do the rest of the move.
  if (isOfIt) return later.command !== 'fix'
  return [later, ...takenUpBy(later, all)].some(
    (one) => one.id > earlier.id && touches(deedsOf(one), reachOf(earlier)),
  )
}

/** An operation that was resumed is done together with what had been done of it before. */
function takenUpBy({command, of}: Operation, all: readonly Operation[]): Operation[] {
  return command === 'resume' ? all.filter(({id}) => id === of) : []
}

/** A create is over when a later operation found most of its nodes to be a cluster with all slots. */
function showsFormed({cluster: found}: Operation, {cluster: wanted}: Operation): boolean {
  if (wanted.nodes.length > 0 || found.nodes.length === 0) return false
  const ids = new Set(wanted.others.map(({id}) => id))
  const known = found.nodes.filter(({id}) => ids.has(id))
  const covered = toRanges(slotsOf(found.nodes.flatMap(({role, slots}) => (role === 'primary' ? slots : []))))
  return known.length * 2 > ids.size && countSlots(covered) === SLOT_COUNT
}
