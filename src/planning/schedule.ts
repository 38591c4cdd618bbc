import type {Move, MoveMethod} from '../domain/move.js'
import type {StepOf} from '../domain/step.js'
import {countSlots} from '../domain/slot.js'

export type MethodicalMove = Move & {readonly method: MoveMethod}

/** A move with its place in the order of starts, and the one whose place at work it took over, if places are few. */
type Started = {
  readonly move: MethodicalMove
  readonly end: number
  readonly takesOverFrom: number | undefined
}

/**
 * Steps for moves, side by side where that is safe: a Redis node has one atomic move at a time, in either role; all
 * other moves may share nodes. At most `parallel` run at once; undefined: as many as the rules allow. The longest come
 * first. `after` counts from `offset`, the place of the first step in its plan.
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
    // What an earlier step waits for need not be waited for twice.
    const implied = new Set(needed.flatMap((at) => [...(before[at] ?? [])]))
    before.push(new Set([...needed, ...implied]))
    const after = needed.filter((at) => !implied.has(at)).toSorted((a, b) => a - b)
    return {kind: 'migrate-slots', ...move, after: after.map((at) => at + offset)}
  })
}

/** Starts, whenever a move ends, what may start then; how long a move takes is taken to be its slots. */
function simulate(moves: readonly MethodicalMove[], parallel: number): Started[] {
  const waiting = new Set(moves)
  const started: Started[] = []
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

/** Moves of the nodes that have most before them go first, or they would be what all wait for in the end; then the longest. */
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
