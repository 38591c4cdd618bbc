import {checkDocument} from '../../contract/cluster.js'
import type {ClusterReport} from '../../domain/cluster-report.js'
import {count} from '../../domain/count.js'
import {type Severity, SEVERITY} from '../../domain/finding.js'
import {countSlots, SLOT_COUNT} from '../../domain/slot.js'
import {nodeById, uncoveredRanges} from '../../domain/snapshot.js'
import {totalsOf} from '../../domain/totals.js'
import {formatBytes} from '../bytes.js'
import {WORDS} from '../document-words.js'
import {html, type Markup, preLines} from '../html.js'
import {addressOf} from '../names.js'
import {balancePart} from './balance-part.js'
import {findingsPart} from './findings-part.js'
import {nodesPart} from './nodes-part.js'
import {bigKeysPart, operationsPart, slowLogPart, versionsPart} from './other-parts.js'
import type {PageOptions} from './page-options.js'
import {PAGE_COLOURS} from './page-colours.js'
import {PAGE_PRINT} from './page-print.js'
import {PAGE_STYLE} from './page-style.js'
import {numberCell, section} from './parts.js'
import {placementPart} from './placement-part.js'
import {replicationPart} from './replication-part.js'
import {settingsPart} from './settings-part.js'
import {slotsPart} from './slots-part.js'

/** Nothing is loaded and nothing runs, even if something foreign got into the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The report as one HTML file without scripts and without anything from elsewhere. */
export function clusterPage(report: ClusterReport, options: PageOptions): string {
  const name = seedName(report)
  const parts = [
    findingsPart(report, options),
    slotsPart(report),
    nodesPart(report),
    balancePart(report),
    placementPart(report),
    replicationPart(report),
    settingsPart(report),
    versionsPart(report),
    ...slowLogPart(report),
    ...bigKeysPart(report),
    operationsPart(report),
  ]
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${verdictOf(report).short} – cluster of ${name}</title>
        ${PAGE_COLOURS} ${PAGE_STYLE} ${PAGE_PRINT}
      </head>
      <body>
        <header>
          <h1>Cluster of ${name}</h1>
          ${verdict(report)} ${facts(report)}
        </header>
        <nav aria-label="Contents">
          <ul>
            ${[...parts, RAW].map(({id, title}) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>${parts.map(section)}${rawSection(report)}</main>
        <footer>
          <p>
            Made by clustertool ${options.version} from one reading at ${report.check.snapshot.takenAt}, which
            took ${Math.round(report.sample.milliseconds)} ms. It holds addresses and settings of servers.
          </p>
        </footer>
      </body>
    </html> `
  return page.toString()
}

function seedName({check: {snapshot}}: ClusterReport): string {
  const seed = nodeById(snapshot, snapshot.seed)
  return (seed && addressOf(seed)) ?? snapshot.seed
}

/** The verdict in a few words, such as `1 error and 2 warnings`. */
export function verdictText(report: ClusterReport): string {
  return verdictOf(report).short
}

type PageVerdict = {readonly severity: Severity | 'ok'; readonly short: string; readonly sign: string}

function verdictOf({check: {findings}}: ClusterReport): PageVerdict {
  const number = (severity: Severity) => findings.filter(({code}) => SEVERITY[code] === severity).length
  const [errors, warnings] = [number('error'), number('warning')]
  const minor = warnings > 0 ? count(warnings, 'warning') : undefined
  if (errors > 0) {
    return {
      severity: 'error',
      sign: '✖',
      short: [count(errors, 'error'), minor].filter(Boolean).join(' and '),
    }
  }
  return minor === undefined
    ? {severity: 'ok', sign: '✔', short: 'Healthy'}
    : {severity: 'warning', sign: '▲', short: `Healthy, ${minor}`}
}

function verdict(report: ClusterReport): Markup {
  const {severity, short, sign} = verdictOf(report)
  return html`<p class="verdict ${severity}"><span aria-hidden="true">${sign} </span>${short}</p>`
}

function facts({check: {snapshot}, sample: {stats}}: ClusterReport): Markup {
  const totals = totalsOf(snapshot)
  const lost = snapshot.nodes.filter(({reachable}) => !reachable).length
  const ops = [...stats.values()].reduce((sum, {opsPerSecond}) => sum + opsPerSecond, 0)
  const pairs = [
    ['Read at', snapshot.takenAt.replace(/\.\d+Z$/, 'Z')],
    ['Primaries that answer', numberCell(totals.primaries)],
    ['Replicas that answer', numberCell(totals.replicas)],
    ['Nodes that do not answer', numberCell(lost)],
    [
      'Slots covered',
      `${numberCell(SLOT_COUNT - countSlots(uncoveredRanges(snapshot)))} of ${numberCell(SLOT_COUNT)}`,
    ],
    ['Keys', numberCell(totals.keys)],
    ['Memory of the primaries', formatBytes(totals.usedMemory)],
    ['Commands per second of all nodes', numberCell(ops)],
  ]
  return html`<dl class="facts">
    ${pairs.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

const RAW = {id: 'raw', title: 'The check as JSON'}

function rawSection({check}: ClusterReport): Markup {
  const text = JSON.stringify(checkDocument(check, WORDS), undefined, 2)
  const body = html`<details class="raw">
    <summary>What clustertool check --json prints</summary>
    <pre tabindex="0" aria-label="JSON">${preLines(text)}</pre>
  </details>`
  return section({...RAW, body})
}
