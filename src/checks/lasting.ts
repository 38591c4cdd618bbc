import type {Finding} from '../domain/finding.js'
import type {LastingFinding, WatchNews} from '../domain/watch.js'

/**
 * The findings of a sample, each with the time since when it is there, and which of them have begun or ended since the
 * earlier ones. `at`: milliseconds since 1970.
 */
export function lastingFindings(
  earlier: readonly LastingFinding[],
  findings: readonly Finding[],
  at: number,
): {readonly lasting: readonly LastingFinding[]; readonly news: readonly WatchNews[]} {
  const before = new Map(earlier.map((one) => [identityOf(one.finding), one]))
  const lasting = findings.map((finding) => ({
    finding,
    since: before.get(identityOf(finding))?.since ?? at,
  }))
  const now = new Set(findings.map(identityOf))
  return {
    lasting,
    news: [
      ...findings
        .filter((finding) => !before.has(identityOf(finding)))
        .map((finding): WatchNews => ({type: 'finding', at, finding})),
      ...earlier
        .filter(({finding}) => !now.has(identityOf(finding)))
        .map(({finding, since}): WatchNews => ({type: 'finding-over', at, finding, since})),
    ],
  }
}

/** The same problem has the same identity although its numbers change: slots, bytes, seconds. */
function identityOf(finding: Finding): string {
  return [finding.code, ...finding.nodes.toSorted(), ...partsOf(finding)].join(' ')
}

function partsOf(finding: Finding): readonly (string | number)[] {
  switch (finding.code) {
    case 'slots-open':
      return [finding.direction, finding.peer]
    case 'replica-beside-primary':
    case 'majority-in-one-place':
      return [finding.place.kind, finding.place.name]
    case 'settings-differ':
      return [finding.setting]
    case 'change-under-way':
      return [finding.host, finding.pid, finding.startedAt]
    case 'read-refused':
      return [finding.command]
    default:
      return []
  }
}
