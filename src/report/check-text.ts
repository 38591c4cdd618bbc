import type {Severity} from '../domain/finding.js'
import type {CheckOutcome} from '../domain/outcome.js'
import {describeFindings, findingLines, type FindingWords, runningContext} from './finding-text.js'
import {keyLines, keyTotals} from './key-lines.js'
import {addressesOf} from './names.js'
import {nodeTable} from './node-table.js'
import {type Paint, paintFor, type TextOptions} from './palette.js'
import {OWN_WORDS} from './role-words.js'
import {verdictLines} from './verdict-lines.js'
import {verdictsOf} from '../domain/verdicts.js'
import {count} from '../domain/count.js'
import {list} from './words.js'

/**
 * The text of a check: keys, a table of nodes, the findings with advice, and finally the verdict lines. No line end
 * after the last line.
 */
export function checkText(outcome: CheckOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  const context = runningContext(outcome.snapshot)
  return [
    ...(options.wide ? keyLines(outcome.snapshot, paint) : keyTotals(outcome.snapshot, OWN_WORDS, paint)),
    `>>> Performing Cluster Check (using node ${context.seed})`,
    nodeTable(outcome.snapshot, options),
    ...findingsPart(outcome, describeFindings(outcome.findings, context), paint),
    ...verdictLines(verdictsOf(outcome), addressesOf(outcome.snapshot), paint),
  ].join('\n')
}

function findingsPart(
  {status, ignored = [], snapshot}: CheckOutcome,
  findings: readonly FindingWords[],
  paint: Paint,
): string[] {
  if (findings.length + ignored.length === 0) return []
  const total = (severity: Severity) => findings.filter((words) => words.severity === severity).length
  const totals = (['error', 'warning', 'info'] as const).filter((severity) => total(severity) > 0)
  const notes = [
    ...(ignored.length > 0 ? [`${ignored.length} ignored`] : []),
    ...(status === 'unhealthy' && total('error') === 0 ? ['they fail this check'] : []),
  ]
  const counts = list(totals.map((severity) => count(total(severity), severity))) || 'none'
  const heading = `>>> Findings: ${counts}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
  return [heading, ...findingLines(findings, paint, snapshot.nodes)]
}
