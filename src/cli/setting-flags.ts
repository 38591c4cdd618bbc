import * as Flags from '@oclif/core/flags'
import {readSetting, settingTakes} from '../domain/control-change.js'
import type {ControlChange} from '../domain/control.js'
import {ClusterToolError} from '../domain/errors.js'
import type {FlagsOf} from './flags-of.js'

function settingFlag(description: string, helpValue: string) {
  return Flags.string({description, helpValue, helpGroup: 'SETTINGS'})
}

/**
 * How slots are moved, for commands whose steps were planned before: the settings that `control set` changes, each with
 * the same values. Without a flag, a setting is as the plan, or the interrupted operation, has it.
 */
export const settingFlags = {
  rate: settingFlag(
    'Another limit for what all moves send per second, such as 20MB/s or 5000keys/s, or none.',
    'RATE',
  ),
  throttle: settingFlag(
    'Other limits at which moves slow down and stop for a while, such as lag=10MB,latency=5ms,memory=90%, or none.',
    'LIMITS',
  ),
  'window-of': settingFlag(
    'Other hours within which slots move, local time, such as 02:00-05:00, or none.',
    'HOURS',
  ),
  'max-pause': settingFlag(
    'Another time for which a batch of keys may block a server, such as 5ms. A number alone is in milliseconds.',
    'TIME',
  ),
  window: settingFlag('Another number of slots that are opened together (key by key).', 'SLOTS'),
  pipeline: settingFlag('Another maximum of keys in one MIGRATE, or none.', 'KEYS'),
  parallel: settingFlag(
    'How many of the moves of the plan may run at the same time, or none for as many as the plan has.',
    'MOVES',
  ),
}

/** The settings that the flags change. Throws USAGE. */
export function settingsWished(flags: FlagsOf<typeof settingFlags>): ControlChange {
  const names = Object.keys(settingFlags) as (keyof typeof settingFlags)[]
  return Object.assign({}, ...names.map((name) => wished(name, flags[name]))) as ControlChange
}

function wished(name: string, text: string | undefined): ControlChange {
  const change = text === undefined ? {} : readSetting(name, text)
  if (change) return change
  throw new ClusterToolError('USAGE', `--${name} cannot be "${text}": it is ${settingTakes(name)}.`)
}
