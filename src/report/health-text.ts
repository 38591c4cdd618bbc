import {count} from '../domain/count.js'
import {type Finding, SEVERITY, type Severity} from '../domain/finding.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {describeFindings, findingLines, runningContext} from './finding-text.js'
import {paintFor, type TextOptions} from './palette.js'

/** What a check of the cluster found, in one sentence. */
export function healthText(
  snapshot: ClusterSnapshot,
  findings: readonly Finding[],
  options: TextOptions,
): string {
  const paint = paintFor(options)
  const {seed} = runningContext(snapshot)
  const [errors, warnings] = [countOf(findings, 'error'), countOf(findings, 'warning')]
  const minor = warnings > 0 ? count(warnings, 'warning') : undefined
  if (errors > 0) {
    const all = [count(errors, 'error'), ...(minor === undefined ? [] : [minor])].join(' and ')
    return `${paint('error', `The cluster has ${all}`)} (clustertool check ${seed}).`
  }
  const healthy = paint('ok', 'The cluster is healthy')
  return minor === undefined ? `${healthy}.` : `${healthy}; ${minor} (clustertool check ${seed}).`
}

/** The errors that a check found, with advice. */
export function errorLines(
  snapshot: ClusterSnapshot,
  findings: readonly Finding[],
  options: TextOptions,
): string[] {
  const errors = findings.filter(({code}) => SEVERITY[code] === 'error')
  return findingLines(describeFindings(errors, runningContext(snapshot)), paintFor(options), snapshot.nodes)
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter(({code}) => SEVERITY[code] === severity).length
}
