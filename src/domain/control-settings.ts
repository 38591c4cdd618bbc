import {changedSettings} from './control-change.js'
import type {ControlChange, ControlSettings} from './control.js'
import {hoursText} from './hours.js'
import type {SavedPlan} from './operation.js'
import {rateText} from './rate.js'
import {throttleText} from './throttle.js'

type SettingsOfPlan = SavedPlan['options']

/** The settings with which a plan begins. */
export function settingsOf({moving, mostMoves}: SettingsOfPlan): ControlSettings {
  const {maxPauseMs, window, pipeline, rate, throttle, hours} = moving
  return {maxPauseMs, window, pipeline, rate, throttle, hours, parallel: mostMoves}
}

/** The options of a plan after a change of its settings. */
export function optionsAfter(options: SettingsOfPlan, change: ControlChange): SettingsOfPlan {
  const {parallel, ...live} = changedSettings(settingsOf(options), change)
  const {mostMoves: _mostMoves, ...others} = options
  return {
    ...others,
    moving: {...options.moving, ...live},
    ...(parallel !== undefined && {mostMoves: parallel}),
  }
}

/** What has to be changed so that settings become others; empty if they are the same. */
export function changeBetween(before: ControlSettings, after: ControlSettings): ControlChange {
  const names = Object.keys(after) as (keyof ControlSettings)[]
  const other = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(other.map((name) => [name, after[name] ?? null]))
}

/** A change as the words that `control set` takes: `rate=20MB/s`. */
export function changeWords(change: ControlChange): string[] {
  const {maxPauseMs, window, pipeline, rate, throttle, hours, parallel} = change
  return [
    ...(maxPauseMs === undefined ? [] : [`max-pause=${maxPauseMs}ms`]),
    ...wordOf('rate', rate, rateText),
    ...wordOf('window', window, String),
    ...wordOf('pipeline', pipeline, String),
    ...wordOf('parallel', parallel, String),
    ...wordOf('throttle', throttle, throttleText),
    ...wordOf('window-of', hours, hoursText),
  ]
}

function wordOf<T>(name: string, value: T | null | undefined, textOf: (value: T) => string): string[] {
  if (value === undefined) return []
  return [`${name}=${value === null ? 'none' : textOf(value)}`]
}
