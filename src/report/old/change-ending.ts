import type {ChangeOutcome, CreateOutcome} from '../../domain/outcome.js'
import type {Style} from '../../domain/style.js'
import {incompleteWords} from '../change-text.js'
import {incompleteText} from '../create-text.js'
import type {OldEnding} from './error-lines.js'
import {failedMoveLines} from './move-lines.js'

/** How a change ended: `done` when it went well; otherwise what failed goes to stderr in clustertool's own words. */
export function oldChangeEnding(outcome: ChangeOutcome, style: Style, done: readonly string[]): OldEnding {
  if (outcome.status === 'cancelled') return cancelled(style)
  if (outcome.status !== 'incomplete') return {out: done, err: []}
  return {out: failedMoveLines(outcome), err: incompleteWords(outcome)}
}

/** The same for a create, with the check that follows it. */
export function oldCreateEnding(outcome: CreateOutcome, style: Style, check: readonly string[]): OldEnding {
  if (outcome.status === 'cancelled') return cancelled(style)
  return {out: check, err: outcome.status === 'incomplete' ? [incompleteText(outcome)] : []}
}

function cancelled(style: Style): OldEnding {
  return {
    out: style === 'redis-trib' ? ['*** Aborting...'] : [],
    err: ['Cancelled; nothing was changed.'],
  }
}
