import type {ControlChange, ControlSettings} from './control.js'
import {parseDuration} from './duration.js'
import {ClusterToolError} from './errors.js'
import {nearest} from './nearest.js'
import {parseHours} from './hours.js'
import {parseRate} from './rate.js'
import {parseThrottle} from './throttle.js'

type ReadSetting = (value: string) => ControlChange | undefined

const WORDS: ReadonlyMap<string, {readonly read: ReadSetting; readonly takes: string}> = new Map([
  [
    'max-pause',
    {
      read: (value) =>
        withValue('maxPauseMs', /^\d+$/.test(value) ? Number(value) || undefined : parseDuration(value)),
      takes: 'a time such as 5ms; a number alone is in milliseconds',
    },
  ],
  [
    'rate',
    {
      read: (value) => withValue('rate', value === 'none' ? null : parseRate(value)),
      takes: 'a rate such as 20MB/s or 5000keys/s, or none',
    },
  ],
  [
    'throttle',
    {
      read: (value) => withValue('throttle', value === 'none' ? null : parseThrottle(value)),
      takes: 'limits such as lag=10MB,latency=5ms,memory=90%, or none',
    },
  ],
  [
    'window-of',
    {
      read: (value) => withValue('hours', value === 'none' ? null : parseHours(value)),
      takes: 'hours such as 02:00-05:00, or none',
    },
  ],
  [
    'window',
    {
      read: (value) => withValue('window', wholeUpTo(value, 16_384)),
      takes: 'a number of slots from 1 to 16384',
    },
  ],
  [
    'pipeline',
    {
      read: (value) => withValue('pipeline', value === 'none' ? null : wholeUpTo(value, 1_000_000)),
      takes: 'a number of keys from 1 on, or none',
    },
  ],
  [
    'parallel',
    {
      read: (value) => withValue('parallel', value === 'none' ? null : wholeUpTo(value, 16_384)),
      takes: 'a number of moves from 1 on, or none',
    },
  ],
])

/** The settings of a running operation, as they are typed. */
export const SETTING_NAMES: readonly string[] = [...WORDS.keys()]

/** Reads the value of a setting; undefined if it cannot be that. Throws a bug for a name that is no setting. */
export function readSetting(name: string, value: string): ControlChange | undefined {
  return settingNamed(name).read(value)
}

/** What the value of a setting is, for a sentence. Throws a bug for a name that is no setting. */
export function settingTakes(name: string): string {
  return settingNamed(name).takes
}

function settingNamed(name: string): {readonly read: ReadSetting; readonly takes: string} {
  const known = WORDS.get(name)
  if (!known) throw new TypeError(`${name} is no setting`)
  return known
}

/**
 * Reads settings such as `max-pause=5ms`, `rate=20MB/s`, `window=16`, `pipeline=100` and `parallel=2`. Throws USAGE,
 * naming the word that is wrong.
 */
export function parseControlChange(words: readonly string[]): ControlChange {
  if (words.length === 0) {
    throw new ClusterToolError('USAGE', 'set needs at least one setting, such as rate=20MB/s.', {
      hints: [`It takes ${SETTING_NAMES.join(', ')}.`],
    })
  }
  return Object.assign({}, ...words.map(readWord)) as ControlChange
}

function readWord(word: string): ControlChange {
  const at = word.indexOf('=')
  const name = at < 0 ? word : word.slice(0, at)
  const known = WORDS.get(name)
  if (!known) {
    const meant = nearest(name, SETTING_NAMES)
    throw new ClusterToolError(
      'USAGE',
      `There is no setting "${name}"${meant ? `; did you mean ${meant}?` : '.'}`,
      {
        hints: [`set takes ${SETTING_NAMES.join(', ')}.`],
      },
    )
  }
  const change = at < 0 ? undefined : known.read(word.slice(at + 1))
  if (change) return change
  throw new ClusterToolError('USAGE', `"${word}" cannot be set: ${name} is ${known.takes}.`)
}

function withValue<K extends keyof ControlChange>(
  name: K,
  value: ControlChange[K],
): ControlChange | undefined {
  return value === undefined ? undefined : {[name]: value}
}

function wholeUpTo(text: string, most: number): number | undefined {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= most ? value : undefined
}

/** The settings after a change. */
export function changedSettings(settings: ControlSettings, change: ControlChange): ControlSettings {
  return {
    maxPauseMs: change.maxPauseMs ?? settings.maxPauseMs,
    window: change.window ?? settings.window,
    rate: either(change.rate, settings.rate),
    throttle: either(change.throttle, settings.throttle),
    hours: either(change.hours, settings.hours),
    pipeline: either(change.pipeline, settings.pipeline),
    parallel: either(change.parallel, settings.parallel),
  }
}

/** Null removes what was set before. */
function either<T>(wished: T | null | undefined, before: T | undefined): T | undefined {
  return wished === undefined ? before : (wished ?? undefined)
}
