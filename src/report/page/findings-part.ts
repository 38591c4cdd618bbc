import type {ClusterReport} from '../../domain/cluster-report.js'
import {count} from '../../domain/count.js'
import {describeFindings, type FindingWords, runningContext} from '../finding-text.js'
import {html, type Markup} from '../html.js'
import {oneHostLine, placementsOnOneHost} from '../one-host.js'
import type {PageOptions} from './page-options.js'
import {badge, type PagePart, paragraph} from './parts.js'

/** What the check found and what to do, the most serious first; findings of one kind together. */
export function findingsPart({check}: ClusterReport, {pasteable}: PageOptions): PagePart {
  const {snapshot, findings, ignored = []} = check
  const words = describeFindings(findings, runningContext(snapshot))
  const ofHost = placementsOnOneHost(words, snapshot.nodes)
  const groups = groupByCode(words.filter((one) => !ofHost.includes(one)))
  // The badge takes the place of the word for the severity.
  const oneHost = oneHostLine(ofHost, snapshot.nodes, () => '')
  const body = [
    ...groups.map((group) => groupMarkup(group, pasteable)),
    ...oneHost.map(
      (line) =>
        html`<div class="finding"><p>${badge('warning', 'warning')} ${line.replace(/^ /, '')}</p></div> `,
    ),
    findings.length === 0 ? paragraph('The check found nothing.') : undefined,
    ignored.length > 0 ? paragraph(`${count(ignored.length, 'finding')} ignored.`) : undefined,
  ]
  return {id: 'findings', title: 'Findings', body}
}

function groupByCode(words: readonly FindingWords[]): FindingWords[][] {
  const groups = new Map<string, FindingWords[]>()
  for (const one of words) {
    const group = groups.get(one.finding.code)
    if (group) group.push(one)
    else groups.set(one.finding.code, [one])
  }
  return [...groups.values()]
}

function groupMarkup(group: readonly FindingWords[], pasteable: PageOptions['pasteable']): Markup {
  const [first] = group
  if (!first) return html``
  const advice = [...new Set(group.map((one) => one.advice))]
  return html`<div class="finding">
    <h3>${badge(first.severity, first.severity)} ${first.finding.code}</h3>
    <ul>
      ${group.map(({message}) => html`<li>${message}</li>`)}
    </ul>
    <div class="advice">
      <p>What to do:</p>
      <ul>
        ${advice.map((text) => html`<li>${pasteable(text)}</li>`)}
      </ul>
    </div>
  </div> `
}
