import {type Finding, type FindingCode, isError, SEVERITY} from '../../domain/finding.js'
import {type MetricPoint, point} from '../table.js'

/** Codes that need a count of the keys in every slot, which a reading does not make. A 0 would say that it did. */
const NOT_LOOKED_FOR: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'keys-in-foreign-slots',
  'keys-hidden',
])

const CODES = (Object.keys(SEVERITY) as FindingCode[]).filter((code) => !NOT_LOOKED_FOR.has(code))

/** The number of findings of each code. `findings`: without what a change explains. */
export function findingPoints(findings: readonly Finding[]): MetricPoint[] {
  const healthy = !findings.some(isError)
  return [
    ...point('clustertool_healthy', healthy, {}),
    // A series that exists only while something is wrong cannot be told from one that is not scraped.
    ...CODES.flatMap((code) =>
      point('clustertool_findings', findings.filter((finding) => finding.code === code).length, {
        code,
        severity: SEVERITY[code],
      }),
    ),
  ]
}
