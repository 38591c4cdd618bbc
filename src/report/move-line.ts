import type {MoveProgress} from '../domain/move.js'

/** `1280 of 4096 slots, 23400 of 75000 keys, 55000 keys/s, 0.9 s left, pause 1.1 ms`; `elapsedMs` since the start. */
export function moveLine(progress: MoveProgress, elapsedMs: number): string {
  const {slots, slotsMoved, keys, keysTotal, pauseMs} = progress
  const seconds = Math.max(0.001, elapsedMs / 1000)
  return [
    `${slotsMoved} of ${slots} slots`,
    `${keys}${keysTotal === undefined ? '' : ` of ${keysTotal}`} keys`,
    keys > 0 ? `${Math.round(keys / seconds)} keys/s` : `${Math.round(slotsMoved / seconds)} slots/s`,
    ...timeLeft(progress, seconds),
    ...(pauseMs === undefined ? [] : [`pause ${pauseMs.toFixed(1)} ms`]),
  ].join(', ')
}

/** By keys if there are any, because these take the time; empty while there is nothing to estimate from. */
function timeLeft({slots, slotsMoved, keys, keysTotal}: MoveProgress, seconds: number): string[] {
  const part = keysTotal !== undefined && keysTotal > 0 ? keys / keysTotal : slotsMoved / slots
  if (!(part > 0)) return []
  return [`${(seconds * Math.max(0, 1 / part - 1)).toFixed(1)} s left`]
}
