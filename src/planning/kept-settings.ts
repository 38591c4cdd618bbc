import {changedSettings} from '../domain/control-change.js'
import {changeBetween, settingsOf} from '../domain/control-settings.js'
import type {ControlChange} from '../domain/control.js'
import type {TakenUp} from '../domain/operation.js'

/**
 * The settings of an operation that were changed since its command line: while it ran, by the command lines of those
 * that continued it, and while these ran. The last word counts.
 */
export function keptSettings({operation, since}: Pick<TakenUp, 'operation' | 'since'>): ControlChange {
  const told = settingsOf(operation.options)
  let now = changedSettings(told, operation.changed ?? {})
  for (const {of, command, options, changed = {}} of since) {
    if (of !== operation.id) continue
    // Repairs on the way have settings of their own.
    now = changedSettings(command === 'resume' ? settingsOf(options) : now, changed)
  }
  return changeBetween(told, now)
}
