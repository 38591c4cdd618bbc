import type {ChangeOutcome, CreateOutcome} from '../../domain/outcome.js'
import type {LegacyTool} from '../tool.js'
import {incompleteWords} from '../../report/change-text.js'
import {incompleteText} from '../../report/create-text.js'
import {legacyCheckLines} from './check-lines.js'
import type {Lines} from '../../cli/lines.js'
import {failedMoveLines} from './move-lines.js'
import type {LegacyText} from './words.js'

/** How a change ended: `done` when it went well; otherwise what failed goes to stderr in clustertool's own words. */
export function legacyChangeEnding(outcome: ChangeOutcome, tool: LegacyTool, done: readonly string[]): Lines {
  if (outcome.status === 'cancelled') return cancelled(tool)
  if (outcome.status !== 'incomplete') return {out: done, err: []}
  return {out: failedMoveLines(outcome), err: incompleteWords(outcome)}
}

/** The same for a repair, with a check without the list of nodes. */
export function legacyFixEnding(outcome: ChangeOutcome, options: LegacyText): Lines {
  return legacyChangeEnding(outcome, options.tool, checkLines(outcome, options, false))
}

/** The same for a create, with the check that follows it. */
export function legacyCreateEnding(outcome: CreateOutcome, options: LegacyText): Lines {
  if (outcome.status === 'cancelled') return cancelled(options.tool)
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

function cancelled(tool: LegacyTool): Lines {
  return {
    out: tool === 'redis-trib' ? ['*** Aborting...'] : [],
    err: ['Cancelled; nothing was changed.'],
  }
}
