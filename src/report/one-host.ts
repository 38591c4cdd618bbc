import type {Finding, Severity} from '../domain/finding.js'
import type {Paint} from './palette.js'
import {printable} from './words.js'

/** A node, of which only the host matters; the host is empty or `?` if it is unknown. */
export type OnHost = {readonly host: string}

type Told = {readonly finding: Finding; readonly severity: Severity}

/** The findings that say no more than that all nodes are on one host; empty if they are not. */
export function placementsOnOneHost<T extends Told>(
  findings: readonly T[],
  nodes: readonly OnHost[],
): readonly T[] {
  const host = onlyHost(nodes)
  return host === undefined ? [] : findings.filter(({finding}) => isAboutHost(finding, host))
}

/** One line for these findings; none if there are none. */
export function oneHostLine(findings: readonly Told[], nodes: readonly OnHost[], paint: Paint): string[] {
  const [first] = findings
  if (first === undefined) return []
  const codes = [...new Set(findings.map(({finding}) => finding.code))].join(', ')
  const host = printable(onlyHost(nodes) ?? '')
  return [
    `${paint(first.severity, first.severity)} ${codes}: ` +
      `All ${nodes.length} nodes are on host ${host} and can fail together.`,
  ]
}

function onlyHost(nodes: readonly OnHost[]): string | undefined {
  const [host, ...others] = new Set(nodes.map((node) => node.host))
  return host === undefined || host === '' || host === '?' || others.length > 0 ? undefined : host
}

function isAboutHost(finding: Finding, host: string): boolean {
  if (finding.code !== 'replica-beside-primary' && finding.code !== 'majority-in-one-place') return false
  return finding.place.kind === 'host' && finding.place.name === host
}
