import {count} from '../domain/count.js'
import type {Place} from '../domain/finding.js'
import {type Audit, isSafe, type PlaceLoss, type SpreadPlan} from '../domain/spread.js'
import {formatBytes} from './bytes.js'
import {type Column, fitTable} from './fit-table.js'
import type {NameOf} from './names.js'
import type {TextOptions} from './palette.js'
import {placeText, spreadWords} from './spread-words.js'
import {list} from './words.js'

/**
 * What the loss of each place would mean, what makes the cluster safer, and what only new nodes can mend. No line end
 * after the last line.
 */
export function spreadText(plan: SpreadPlan, nameOf: NameOf, options: TextOptions): string {
  return [
    auditText(plan.before, nameOf, options),
    ...planLines(plan, nameOf),
    ...lackLines(plan, nameOf),
  ].join('\n')
}

/** The table of losses, and what it says in all. Only a wide table has hosts that can be lost. */
export function auditText(audit: Audit, nameOf: NameOf, options: TextOptions): string {
  const rows = audit.losses.filter((loss) => options.wide || loss.place.kind === 'zone' || isHarmful(loss))
  const {table} = fitTable(columnsFor(nameOf), rows, options)
  return [
    ...(rows.length > 0 ? [table] : []),
    ...harmlessLine(audit, rows),
    ...auditSentences(audit, nameOf),
  ].join('\n')
}

function columnsFor(nameOf: NameOf): Column<PlaceLoss>[] {
  return [
    {head: 'place', cell: ({place}) => placeText(place)},
    {head: 'nodes', cell: ({nodes}) => `${nodes}`, leaves: 1},
    {head: 'primaries', cell: ({primaries}) => `${primaries}`},
    {
      head: 'majority',
      cell: ({losesMajority}, paint) => (losesMajority ? paint('warning', 'lost') : 'kept'),
    },
    {
      head: 'lost shards',
      cell: ({lost}, paint) => (lost.length === 0 ? '-' : paint('error', list(lost.map(nameOf), 2))),
      wideCell: ({lost}, paint) =>
        lost.length === 0 ? '-' : paint('error', list(lost.map(nameOf), lost.length)),
    },
  ]
}

function isHarmful({lost, losesMajority}: PlaceLoss): boolean {
  return lost.length > 0 || losesMajority
}

function harmlessLine({losses}: Audit, rows: readonly PlaceLoss[]): string[] {
  const hidden = losses.length - rows.length
  return hidden > 0 && rows.length > 0 ? [`${count(hidden, 'other host')} can be lost.`] : []
}

/** What an audit says in all: what can be lost, and what it could not judge. */
export function auditSentences(audit: Audit, nameOf: NameOf): string[] {
  const {losses, votes, withoutZone, withoutCopy} = audit
  const harmful = losses.filter(isHarmful)
  return [
    ...(isSafe(audit)
      ? [`Any ${audit.kinds.join(' or ')} can be lost: the others keep all shards and the majority.`]
      : []),
    ...(harmful.length > 0 ? [`${placesText(harmful.map(({place}) => place))} cannot be lost.`] : []),
    ...(votes.total > 0 ? [votesText(audit)] : []),
    ...(withoutZone.length > 0
      ? [
          `${count(withoutZone.length, 'node')} without a zone: each host of theirs counts as a zone of its own.`,
        ]
      : []),
    ...(withoutCopy.length > 0
      ? [`No synced copy is left of the shard of ${list(withoutCopy.map(nameOf))}.`]
      : []),
  ]
}

/** `1 zone and 2 hosts`. */
function placesText(places: readonly Place[]): string {
  const kinds = [...new Set(places.map(({kind}) => kind))]
  return list(kinds.map((kind) => count(places.filter((place) => place.kind === kind).length, kind)))
}

function votesText({votes: {total, alive, needed, spare}}: Audit): string {
  const dead = alive < total ? `, of which ${total - alive} do not answer` : ''
  return `${count(total, 'primary')} with slots${dead}: ${needed} must answer to elect a new one, so ${spare} can be lost.`
}

function planLines({waves, bytes, before}: SpreadPlan, nameOf: NameOf): string[] {
  const actions = waves.flat()
  if (actions.length === 0) return isSafe(before) ? [] : ['These nodes cannot be placed more safely.']
  const words = spreadWords(nameOf)
  return [
    `>>> ${count(actions.length, 'action')} in ${count(waves.length, 'wave')}${bytes > 0 ? `, with full syncs of about ${formatBytes(bytes)}` : ''}`,
    ...waves.flatMap((wave, index) =>
      wave.map((action) => `${index + 1}. ${words.action(action)}: ${words.reason(action)}.`),
    ),
  ]
}

function lackLines({after, lacks, shortages, waves}: SpreadPlan, nameOf: NameOf): string[] {
  const words = spreadWords(nameOf)
  const left = isSafe(after) || waves.length === 0 ? [] : ['Then still not every place can be lost.']
  const nodes = lacks.length > 0 ? [`It would take at most ${count(lacks.length, 'new node')}:`] : []
  return [
    ...left,
    ...shortages.map(words.shortage),
    ...nodes,
    ...lacks.map((lack) => `  ${words.lack(lack)}`),
  ]
}

/** What is so when the plan was carried out, in one sentence. */
export function spreadDoneText({after}: SpreadPlan): string {
  if (isSafe(after)) return `Any ${after.kinds.join(' or ')} can be lost now.`
  return `The nodes are as safe as they can be; ${placesText(after.losses.filter(isHarmful).map(({place}) => place))} cannot be lost.`
}
