import {byteSizeText} from '../domain/byte-size.js'
import {count} from '../domain/count.js'
import type {FollowedSource, FollowPhase, FollowProgress} from '../domain/follow.js'
import type {ImportOutcome} from '../domain/import.js'
import {keyTroubleLines} from './import-text.js'
import {paintFor, type TextOptions} from './palette.js'
import {printable} from './words.js'

const PHASES: {readonly [K in FollowPhase]: string} = {
  attaching: 'looking for the stream',
  copying: 'bringing keys over',
  comparing: 'comparing',
  'catching-up': 'catching up',
  following: 'following',
}

/** `following, 0 bytes behind (0.0 s), 5012 commands/s, 1.2 MB on disk, 3 brought over; ready to cut over`. */
export function followLine({sources, isReady, commandsPerSecond}: FollowProgress): string {
  const [slowest] = sources.toSorted((a, b) => rankOf(a) - rankOf(b))
  if (!slowest) return 'looking for the source'
  const sum = (of: (one: FollowedSource) => number) => sources.reduce((all, one) => all + of(one), 0)
  const lagMs = Math.max(...sources.map((one) => one.lagMs))
  const isSweeping = slowest.phase === 'copying' || slowest.phase === 'comparing'
  const trouble = sources.find((one) => one.trouble !== undefined)?.trouble
  return [
    PHASES[slowest.phase],
    ...(isSweeping ? [`${sum((one) => one.keys)} of ${sum((one) => one.keysTotal)} keys`] : []),
    `${byteSizeText(sum((one) => one.lagBytes))} behind (${(lagMs / 1000).toFixed(1)} s)`,
    `${commandsPerSecond} commands/s`,
    `${byteSizeText(sum((one) => one.spoolBytes))} on disk`,
    `${sum((one) => one.safe)} brought over again`,
    ...(trouble === undefined ? [] : [`the source is lost: ${printable(trouble)}`]),
    ...(isReady ? ['ready to cut over'] : []),
  ].join(', ')
}

const ORDER: readonly FollowPhase[] = ['attaching', 'copying', 'comparing', 'catching-up', 'following']

function rankOf({phase}: FollowedSource): number {
  return ORDER.indexOf(phase)
}

/** The result of an import that followed its source. */
export function followText(outcome: ImportOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  const {status, stopped, followed = [], source} = outcome
  if (status === 'planned') return 'Nothing was changed: this was a dry run.'
  return [
    ...followed.map(sourceLine),
    ...keyTroubleLines(outcome.troubles),
    ...(status === 'done'
      ? [paint('ok', `[OK] The cluster has taken over from ${printable(source)}.`)]
      : [
          paint(
            'error',
            `[ERR] The import is incomplete: ${printable(stopped ?? 'keys could not be read')}.`,
          ),
          'To go on where it ended, run the same command again.',
        ]),
  ].join('\n')
}

function sourceLine(one: FollowedSource): string {
  const {name, commands, safe, lagBytes, resyncs} = one
  const again = resyncs > 0 ? `, everything compared ${count(resyncs, 'time')}` : ''
  return `${printable(name)}: ${count(commands, 'command')} of its stream applied, ${safe} of them by bringing their keys over again${again}; ${byteSizeText(lagBytes)} left.`
}
