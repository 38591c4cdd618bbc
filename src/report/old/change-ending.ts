import type {ChangeOutcome, CreateOutcome} from '../../domain/outcome.js'
import type {Style} from '../../domain/style.js'
import {incompleteWords} from '../change-text.js'
import {incompleteText} from '../create-text.js'
import {oldCheckLines} from './check-lines.js'
import type {OldEnding} from './error-lines.js'
import {failedMoveLines} from './move-lines.js'
import type {OldOptions} from './words.js'

/** How a change ended: `done` when it went well; otherwise what failed goes to stderr in clustertool's own words. */
export function oldChangeEnding(outcome: ChangeOutcome, style: Style, done: readonly string[]): OldEnding {
  if (outcome.status === 'cancelled') return cancelled(style)
  if (outcome.status !== 'incomplete') return {out: done, err: []}
  return {out: failedMoveLines(outcome), err: incompleteWords(outcome)}
}

/** The same for a repair, with a check without the list of nodes. */
export function oldFixEnding(outcome: ChangeOutcome, options: OldOptions): OldEnding {
  return oldChangeEnding(outcome, options.style, checkLines(outcome, options, false))
}

/** The same for a create, with the check that follows it. */
export function oldCreateEnding(outcome: CreateOutcome, options: OldOptions): OldEnding {
  if (outcome.status === 'cancelled') return cancelled(options.style)
  return {
    out: checkLines(outcome, options, true),
    err: outcome.status === 'incomplete' ? [incompleteText(outcome)] : [],
  }
}

function checkLines(
  {snapshot, findings}: Pick<ChangeOutcome, 'snapshot' | 'findings'>,
  options: OldOptions,
  nodes: boolean,
): string[] {
  if (!snapshot) return []
  return oldCheckLines({snapshot, findings, searchedOwners: false}, options, {keys: false, nodes})
}

function cancelled(style: Style): OldEnding {
  return {
    out: style === 'redis-trib' ? ['*** Aborting...'] : [],
    err: ['Cancelled; nothing was changed.'],
  }
}
