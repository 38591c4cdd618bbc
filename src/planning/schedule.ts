import type {Move, MoveMethod} from '../domain/move.js'
import type {StepOf} from '../domain/step.js'
import {countSlots} from '../domain/slot.js'

export type MethodicalMove = Move & {readonly method: MoveMethod}

/** A move in the order of starts, and the move after which it starts if the number of parallel moves is limited. */
type ScheduledMove = {
  readonly move: MethodicalMove
  readonly end: number
  readonly takesOverFrom: number | undefined
}

/**
 * Steps for moves, in parallel where that is safe: a Redis node takes part in only one atomic move at a time; all
 * other moves may share nodes. At most `parallel` run at the same time; undefined: as many as the rules allow. The
 * longest come first. `after` counts from `offset`, the index of the first step in its plan.
 */
export function scheduleMoves(
  moves: readonly MethodicalMove[],
  {parallel, offset = 0}: {readonly parallel?: number | undefined; readonly offset?: number},
): StepOf<'migrate-slots'>[] {
  const started = simulate(moves, parallel ?? Infinity)
  const before: Set<number>[] = []
  return started.map(({move, takesOverFrom}, index) => {
    const direct = started.slice(0, index).flatMap((other, at) => (conflict(other.move, move) ? [at] : []))
    const needed = takesOverFrom === undefined ? direct : [...new Set([...direct, takesOverFrom])]
    // A step need not wait for what an earlier step that it waits for has waited for.
    const implied = new Set(needed.flatMap((at) => [...(before[at] ?? [])]))
    before.push(new Set([...needed, ...implied]))
    const after = needed.filter((at) => !implied.has(at)).toSorted((a, b) => a - b)
    return {kind: 'migrate-slots', ...move, after: after.map((at) => at + offset)}
  })
}

/** Whenever a move ends, starts the moves that may start then. A move is assumed to take as long as it has slots. */
function simulate(moves: readonly MethodicalMove[], parallel: number): ScheduledMove[] {
  const waiting = new Set(moves)
  const started: ScheduledMove[] = []
  const free: number[] = []
  let running: number[] = []
  const endOf = (at: number) => started[at]?.end ?? 0
  for (let now = 0; waiting.size > 0; now = Math.min(...running.map(endOf))) {
    free.push(...running.filter((at) => endOf(at) <= now))
    running = running.filter((at) => endOf(at) > now)
    for (const move of inOrder(waiting)) {
      if (running.length >= parallel) break
      if (running.some((at) => started[at] && conflict(started[at].move, move))) continue
      const takesOverFrom = started.length < parallel ? undefined : free.shift()
      running.push(started.length)
      started.push({move, end: now + countSlots(move.ranges), takesOverFrom})
      waiting.delete(move)
    }
  }
  return started
}

/**
 * Moves of the nodes that have most to move go first, because otherwise all others would wait for them in the end;
 * then the longest moves.
 */
function inOrder(waiting: ReadonlySet<MethodicalMove>): MethodicalMove[] {
  const load = new Map<string, number>()
  for (const {source, target, ranges} of waiting) {
    for (const node of [source, target]) load.set(node, (load.get(node) ?? 0) + countSlots(ranges))
  }
  const busiest = ({source, target}: Move) => Math.max(load.get(source) ?? 0, load.get(target) ?? 0)
  return [...waiting].toSorted(
    (a, b) => busiest(b) - busiest(a) || countSlots(b.ranges) - countSlots(a.ranges),
  )
}

function conflict(a: MethodicalMove, b: MethodicalMove): boolean {
  if (a.method !== 'atomic-redis' && b.method !== 'atomic-redis') return false
  return [a.source, a.target].some((node) => node === b.source || node === b.target)
}
