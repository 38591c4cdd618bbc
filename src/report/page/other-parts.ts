import type {Answer} from '../../domain/answer.js'
import type {ClusterReport} from '../../domain/cluster-report.js'
import {movedBy} from '../../domain/operation.js'
import {countSlots} from '../../domain/slot.js'
import {formatBytes} from '../bytes.js'
import {html, type HtmlValue, type Markup} from '../html.js'
import {type NameOf, namesOf} from '../names.js'
import {list} from '../words.js'
import {numberCell, type PagePart, pageTable, paragraph} from './parts.js'

/** How many rows a table of the whole cluster has. */
const MOST = 50

/** Which nodes run which version. */
export function versionsPart({sample: {snapshot}}: ClusterReport): PagePart {
  const nameOf = namesOf(snapshot)
  const versions = new Map<string, string[]>()
  for (const {id, info} of snapshot.nodes) {
    const version = info ? `${info.software} ${info.version}` : 'unknown'
    versions.set(version, [...(versions.get(version) ?? []), nameOf(id)])
  }
  const columns = [{head: 'version'}, {head: 'number', numeric: true}, {head: 'nodes'}] as const
  const rows = [...versions].map(([version, names]) => [version, names.length, list(names, 6)])
  return {id: 'versions', title: 'Versions', body: pageTable('Versions of the servers.', columns, rows)}
}

/** What was done from this machine, the latest first. */
export function operationsPart({operations, journalProblems}: ClusterReport): PagePart {
  const columns = ['started', 'command', 'outcome', 'took', 'slots moved', 'by'].map((head) => ({head}))
  const latest = operations.toReversed().slice(0, MOST)
  const rows = latest.map((operation) => [
    operation.startedAt.replace(/\.\d+Z$/, 'Z'),
    operation.command,
    operation.standing,
    operation.milliseconds === undefined ? '–' : `${(operation.milliseconds / 1000).toFixed(1)} s`,
    numberCell(countSlots(movedBy(operation))),
    `${operation.host} ${operation.pid}`,
  ])
  const body = [
    rows.length > 0
      ? pageTable('What clustertool did from this machine, the latest first.', columns, rows)
      : paragraph('No operation on this cluster is recorded on the machine that made this page.'),
    operations.length > MOST
      ? paragraph(`${operations.length - MOST} earlier ones are not shown.`)
      : undefined,
    journalProblems.map((problem) => paragraph(`Not read: ${problem}`)),
  ]
  return {id: 'operations', title: 'Operations', body}
}

/** Commands that took long, of all nodes together; only if it was asked for. */
export function slowLogPart({slowLog, sample}: ClusterReport): PagePart[] {
  if (!slowLog) return []
  const nameOf = namesOf(sample.snapshot)
  const all = slowLog.flatMap((answer) =>
    answer.status === 'ok' ? answer.value.map((command) => ({...command, node: answer.node.id})) : [],
  )
  const slowest = all.toSorted((a, b) => b.microseconds - a.microseconds).slice(0, MOST)
  const columns = [
    {head: 'took', numeric: true},
    {head: 'at'},
    {head: 'node'},
    {head: 'client'},
    {head: 'command'},
  ] as const
  const rows = slowest.map(({microseconds, at, node, client, words}): HtmlValue[] => [
    `${(microseconds / 1000).toFixed(1)} ms`,
    new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    nameOf(node),
    client || '–',
    html`<code>${words.join(' ')}</code>`,
  ])
  const body = [
    rows.length > 0
      ? pageTable(`The slowest of the ${all.length} latest slow commands. Arguments are cut.`, columns, rows)
      : paragraph('No node remembers a slow command.'),
    unreadLines(slowLog, nameOf),
  ]
  return [{id: 'slow-commands', title: 'Slow commands', body}]
}

/** The biggest keys that were found, and how many were looked at; only if it was asked for. */
export function bigKeysPart({bigKeys, sample}: ClusterReport): PagePart[] {
  if (!bigKeys) return []
  const nameOf = namesOf(sample.snapshot)
  const searches = bigKeys.flatMap((answer) => (answer.status === 'ok' ? [answer] : []))
  const all = searches.flatMap(({node, value}) => value.keys.map((key) => ({...key, node: node.id})))
  const biggest = all.toSorted((a, b) => b.bytes - a.bytes).slice(0, MOST)
  const columns = [{head: 'key'}, {head: 'type'}, {head: 'memory', numeric: true}, {head: 'node'}] as const
  const rows = biggest.map(({key, type, bytes, node}): HtmlValue[] => [
    html`<code>${key.length > KEY_SHOWN ? `${key.slice(0, KEY_SHOWN)}…` : key}</code>`,
    type,
    formatBytes(bytes),
    nameOf(node),
  ])
  const looked = searches.map(({node, value: {scanned, total, complete}}) =>
    paragraph(
      `${nameOf(node.id)}: ${complete ? 'all' : `${numberCell(scanned)} of ${numberCell(total)}`} keys of database 0 were looked at.`,
    ),
  )
  const body = [
    rows.length > 0
      ? pageTable('The biggest keys, by MEMORY USAGE, which estimates.', columns, rows)
      : paragraph('No key was found.'),
    looked,
    unreadLines(bigKeys, nameOf),
  ]
  return [{id: 'big-keys', title: 'Big keys', body}]
}

const KEY_SHOWN = 120

function unreadLines(answers: readonly Answer<unknown>[], nameOf: NameOf): (Markup | undefined)[] {
  return answers.flatMap((answer) =>
    answer.status === 'ok' ? [] : [paragraph(`Not read from ${nameOf(answer.node.id)}: ${answer.error}`)],
  )
}
