import type {ChangeOutcome, CreateOutcome} from '../../domain/outcome.js'
import type {LegacyTool} from '../tool.js'
import {incompleteWords} from '../../report/change-text.js'
import {incompleteText} from '../../report/create-text.js'
import {legacyCheckLines} from './check-lines.js'
import type {LegacyEnding} from './error-lines.js'
import {failedMoveLines} from './move-lines.js'
import type {LegacyText} from './words.js'

/** How a change ended: `done` when it went well; otherwise what failed goes to stderr in clustertool's own words. */
export function legacyChangeEnding(outcome: ChangeOutcome, style: LegacyTool, done: readonly string[]): LegacyEnding {
  if (outcome.status === 'cancelled') return cancelled(style)
  if (outcome.status !== 'incomplete') return {out: done, err: []}
  return {out: failedMoveLines(outcome), err: incompleteWords(outcome)}
}

/** The same for a repair, with a check without the list of nodes. */
export function legacyFixEnding(outcome: ChangeOutcome, options: LegacyText): LegacyEnding {
  return legacyChangeEnding(outcome, options.style, checkLines(outcome, options, false))
}

/** The same for a create, with the check that follows it. */
export function legacyCreateEnding(outcome: CreateOutcome, options: LegacyText): LegacyEnding {
  if (outcome.status === 'cancelled') return cancelled(options.style)
  return {
    out: checkLines(outcome, options, true),
    err: outcome.status === 'incomplete' ? [incompleteText(outcome)] : [],
  }
}

function checkLines(
  {snapshot, findings}: Pick<ChangeOutcome, 'snapshot' | 'findings'>,
  options: LegacyText,
  nodes: boolean,
): string[] {
  if (!snapshot) return []
  return legacyCheckLines({snapshot, findings, searchedOwners: false}, options, {keys: false, nodes})
}

function cancelled(style: LegacyTool): LegacyEnding {
  return {
    out: style === 'redis-trib' ? ['*** Aborting...'] : [],
    err: ['Cancelled; nothing was changed.'],
  }
}
