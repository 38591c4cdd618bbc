import {changeWords} from './control-settings.js'
import type {JudgedOperation, Operation, TakenUp} from './operation.js'

const SHOWN = 10

/** Identifies an operation: `reshard of 2026-11-21 12:01:03Z (2026-11-21T12-01-03-512Z-reshard-7-0)`. */
export function operationName({command, startedAt, id}: Operation): string {
  return `${command} of ${secondOf(startedAt)} (${id})`
}

/** The operation that is continued and what came after it, one line each. */
export function takenUpLines(taken: TakenUp | undefined): string[] {
  if (!taken) return []
  const {operation, since, kept = {}} = taken
  const settings = changeWords(kept)
  return [
    `Continuing ${operationName(operation)}, ${STATE[operation.standing] ?? operation.standing}.`,
    ...sinceLines(since),
    ...(settings.length > 0 ? [`Settings that were changed meanwhile are kept: ${settings.join(' ')}`] : []),
  ]
}

const STATE: Partial<Record<JudgedOperation['standing'], string>> = {
  killed: 'which was interrupted',
  incomplete: 'which is incomplete',
  superseded: 'which a later operation superseded',
  dismissed: 'which was dismissed',
}

/** `Since then: …`; empty if nothing came after. */
export function sinceLines(since: readonly JudgedOperation[]): string[] {
  if (since.length === 0) return []
  const left = since.length - SHOWN
  const shown = since.slice(-SHOWN).map(afterwardsWords)
  return [`Since then: ${left > 0 ? `${left} others, ` : ''}${shown.join(', ')}.`]
}

/** `rebalance done 2026-11-21 12:03:11Z`. */
function afterwardsWords({command, standing, startedAt, milliseconds}: JudgedOperation): string {
  const at =
    milliseconds === undefined ? startedAt : new Date(Date.parse(startedAt) + milliseconds).toISOString()
  return `${command} ${standing} ${secondOf(at)}`
}

/** A time in a readable form, to the second. */
function secondOf(time: string): string {
  return time.replace('T', ' ').replace(/\.\d+Z$/, 'Z')
}
