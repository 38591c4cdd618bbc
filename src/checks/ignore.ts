import type {Finding, FindingCode} from '../domain/finding.js'

/** Findings that count, and those that the user does not want to see; `codes`: which the user named. */
export function setAside(
  findings: readonly Finding[],
  codes: readonly FindingCode[],
): {readonly findings: readonly Finding[]; readonly ignored: readonly Finding[]} {
  return {
    findings: findings.filter(({code}) => !codes.includes(code)),
    ignored: findings.filter(({code}) => codes.includes(code)),
  }
}
