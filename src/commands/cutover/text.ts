import {count} from '../../domain/count.js'
import type {CutoverResult, Then} from '../../domain/cutover.js'
import type {CutoverOutcome} from '../../operations/cut-over.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {printable} from '../../report/words.js'

/** What was found before clients are switched. */
export function equalText({sample, pausedMs, drainedMs, lasting}: CutoverResult): string {
  const which = sample === undefined ? 'All keys' : `The ${sample} keys of each side that were looked at`
  return [
    `The source takes no writes. After ${drainedMs} ms, everything was in the cluster.`,
    `${which} are the same, and both sides have ${count(lasting.source, 'key')} that ${lasting.source === 1 ? 'does' : 'do'} not expire (${pausedMs} ms after the last write).`,
  ].join('\n')
}

const THEN_TEXTS: {readonly [K in Then]: string} = {
  unpause:
    'The source takes writes again, and is still followed. Nobody else may write to the cluster until it is cut over.',
  readonly:
    'The source refuses writes (min-slaves-to-write 1000000). To undo that, set it to what it was, usually 0. Before Redis 7.0, scripts (EVAL) can still write.',
  shutdown: 'The source was shut down.',
}

/** The result of a cutover. */
export function cutoverText(outcome: CutoverOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  const {status, found, stopped, afterwards} = outcome
  if (status === 'done') {
    if (afterwards === 'unpause')
      return [THEN_TEXTS.unpause, paint('ok', '[OK] The rehearsal succeeded.')].join('\n')
    return [
      THEN_TEXTS[afterwards],
      'The source does not get what clients write to the cluster: from now on there is no way back without losing that.',
      paint('ok', '[OK] The cluster has taken over.'),
    ].join('\n')
  }
  const {shown} = found.differing
  return [
    ...shown.slice(0, SHOWN).map(({key, db, what}) => `  ${printable(key)} of DB ${db}: ${printable(what)}`),
    found.status === 'equal'
      ? 'The source was told to take writes again. If the import has ended, it does so by itself within 5 s (before Redis 6.2, at the end of the next cutover).'
      : `The source takes writes again, and is still followed; clients had waited for ${found.pausedMs} ms.`,
    paint('error', `[ERR] Not cut over: ${printable(stopped ?? 'unknown reason')}.`),
  ].join('\n')
}

const SHOWN = 10
