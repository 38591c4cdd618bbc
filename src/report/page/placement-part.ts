import type {ClusterReport} from '../../domain/cluster-report.js'
import {count} from '../../domain/count.js'
import type {Place} from '../../domain/finding.js'
import type {NodeId} from '../../domain/node.js'
import {placeName, type Seat} from '../../domain/placement.js'
import {isSafe, type PlaceLoss} from '../../domain/spread.js'
import {html, type HtmlValue, type Markup} from '../html.js'
import {namesOf} from '../names.js'
import {auditSentences} from '../spread-text.js'
import {list} from '../words.js'
import {shardKey} from './nodes-part.js'
import {badge, type PagePart, pageTable, paragraph} from './parts.js'

/** A matrix with more places than this is no longer a picture. */
const MOST_PLACES = 30

/** Where the nodes of each shard are, and what the loss of each place would mean. */
export function placementPart(report: ClusterReport): PagePart {
  const {audit, sample} = report
  const nameOf = namesOf(sample.snapshot)
  const body = [
    html`<p>${badge(isSafe(audit) ? 'ok' : 'warning', isSafe(audit) ? 'safe' : 'not safe')}</p>`,
    auditSentences(audit, nameOf).map(paragraph),
    audit.kinds.map((kind) => matrix(kind, report)),
  ]
  return {id: 'placement', title: 'Placement', body}
}

function matrix(kind: Place['kind'], report: ClusterReport): HtmlValue {
  const losses = report.audit.losses.filter(({place}) => place.kind === kind)
  if (losses.length > MOST_PLACES) return lossTable(kind, losses, report)
  const {shards} = report.map
  const {seats} = report.placement
  const columns = [{head: 'shard'}, ...losses.map(({place}) => ({head: place.name}))]
  const rows = shards.map(({letter}, shard): HtmlValue[] => [
    shardKey({shard, letter}),
    ...losses.map(({place}) =>
      seatsText(seats.filter((seat) => seat.shard === shard && placeName(seat, kind) === place.name)),
    ),
  ])
  const last = ['if lost', ...losses.map((loss) => lossCell(loss, report))]
  return pageTable(
    `${kind === 'zone' ? 'Zones' : 'Hosts'} by shards. P: primary, R: replica, in brackets: without a synced copy.`,
    columns,
    [...rows, last],
  )
}

function seatsText(seats: readonly Seat[]): string {
  const letters = seats.map(({role, synced}) => {
    const letter = role === 'primary' ? 'P' : 'R'
    return synced ? letter : `(${letter})`
  })
  return letters.join(' ')
}

/** Only the places whose loss would do harm. */
function lossTable(kind: Place['kind'], losses: readonly PlaceLoss[], report: ClusterReport): HtmlValue {
  const harmful = losses.filter(({lost, losesMajority}) => lost.length > 0 || losesMajority)
  const others = paragraph(
    `${count(losses.length - harmful.length, `${harmful.length > 0 ? 'other ' : ''}${kind}`)} can be lost.`,
  )
  if (harmful.length === 0) return others
  const columns = [
    {head: kind},
    {head: 'nodes', numeric: true},
    {head: 'primaries', numeric: true},
    {head: 'if lost'},
  ] as const
  const rows = harmful.map((loss) => [loss.place.name, loss.nodes, loss.primaries, lossCell(loss, report)])
  return [pageTable(`Each ${kind} that cannot be lost.`, columns, rows), others]
}

function lossCell({lost, losesMajority}: PlaceLoss, {sample, map}: ClusterReport): Markup {
  const nameOf = namesOf(sample.snapshot)
  const letterOf = (id: NodeId) => map.shards.find(({primary}) => primary === id)?.letter ?? nameOf(id)
  const harm = [
    ...(lost.length > 0
      ? [`loses ${lost.length === 1 ? 'shard' : 'shards'} ${list(lost.map(letterOf), 8)}`]
      : []),
    ...(losesMajority ? ['loses the majority'] : []),
  ]
  if (harm.length === 0) return badge('ok', 'kept')
  return html`${harm.map((text) => html`<div>${badge('error', text)}</div>`)}`
}
