import type {MoveProgress} from '../domain/move.js'
import {bar} from './bar.js'

/** Which nodes a move is between, and which of how many steps it is. */
export type MoveHead = {readonly position: string; readonly source: string; readonly target: string}

const BAR_MOST = 24
const BAR_LEAST = 6

/**
 * `[2/3] 10.0.0.1:7000 > 10.0.0.2:7000 ████░░░░ 1280/4096 slots, 55000 keys/s, 0.9 s left`, in at most `width`
 * columns: what is at the end of the line goes first. `elapsedMs` since the start.
 */
export function moveLine(
  {position, source, target}: MoveHead,
  progress: MoveProgress,
  {elapsedMs, width}: {readonly elapsedMs: number; readonly width: number},
): string {
  const head = `${position} ${source} > ${target}`
  const facts = factsOf(progress, Math.max(0.001, elapsedMs / 1000))
  let shown = facts
  while (shown.length > 1 && lengthOf(head, shown) + BAR_LEAST > width) shown = shown.slice(0, -1)
  const room = Math.min(BAR_MOST, width - lengthOf(head, shown))
  const line =
    room < BAR_LEAST
      ? `${head} ${shown.join(', ')}`
      : `${head} ${bar(partOf(progress), room)} ${shown.join(', ')}`
  return line.slice(0, Math.max(0, width))
}

function lengthOf(head: string, facts: readonly string[]): number {
  return head.length + facts.join(', ').length + 2
}

function factsOf(progress: MoveProgress, seconds: number): string[] {
  const {slots, slotsMoved, keys, pauseMs} = progress
  const part = partOf(progress)
  return [
    `${slotsMoved}/${slots} slots`,
    keys > 0 ? `${Math.round(keys / seconds)} keys/s` : `${Math.round(slotsMoved / seconds)} slots/s`,
    ...(part > 0 ? [`${(seconds * Math.max(0, 1 / part - 1)).toFixed(1)} s left`] : []),
    ...(pauseMs === undefined ? [] : [`pause ${pauseMs.toFixed(1)} ms`]),
  ]
}

/** By keys if there are any, because these take the time. */
function partOf({slots, slotsMoved, keys, keysTotal}: MoveProgress): number {
  return Math.min(1, keysTotal !== undefined && keysTotal > 0 ? keys / keysTotal : slotsMoved / slots)
}
