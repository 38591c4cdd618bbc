import type {ClusterReport} from '../../domain/cluster-report.js'
import type {Node} from '../../domain/node.js'
import type {NodeStats} from '../../domain/node-stats.js'
import type {ClusterSample} from '../../domain/sample.js'
import type {SlotMap} from '../../domain/slot-map.js'
import {type ClusterSnapshot, nodeById, shardsOf} from '../../domain/snapshot.js'
import {keysOf} from '../../domain/totals.js'
import {formatBytes} from '../bytes.js'
import type {HtmlValue, Markup} from '../html.js'
import {html} from '../html.js'
import {type NameOf, namesOf} from '../names.js'
import {memoryCell} from '../node-table.js'
import {stateOf} from '../node-state.js'
import {shortSlotsCell} from '../slots-text.js'
import {MAP_COLOURS} from '../map/map-style.js'
import {badge, numberCell, type PagePart, pageTable} from './parts.js'
import {lagText} from './replication-part.js'

/** A node, and the letter of its shard; the letter is empty for nodes that follow no primary of the cluster. */
export type LetteredNode = {readonly node: Node; readonly shard: number | undefined; readonly letter: string}

const COLUMNS = [
  {head: 'node'},
  {head: 'shard'},
  {head: 'role'},
  {head: 'state'},
  {head: 'slots'},
  {head: 'keys', numeric: true},
  {head: 'memory', numeric: true},
  {head: 'ops/s', numeric: true},
  {head: 'hit rate', numeric: true},
  {head: 'in/s', numeric: true},
  {head: 'out/s', numeric: true},
  {head: 'clients', numeric: true},
  {head: 'lag', numeric: true},
  {head: 'zone'},
  {head: 'version'},
] as const

/** All nodes, shard after shard, each primary before its replicas. */
export function nodesPart({sample, map}: ClusterReport): PagePart {
  const {snapshot} = sample
  const nameOf = namesOf(snapshot)
  const rows = letteredNodes(snapshot, map).map((placed) => rowOf(placed, sample, nameOf))
  const caption =
    'Each node by its own words; of a node that does not answer, by those of the others. The hit rate is since the server was started.'
  return {
    id: 'nodes',
    title: 'Shards and nodes',
    body: [pageTable(caption, COLUMNS, rows), reasons(snapshot, nameOf)],
  }
}

/** The nodes of a cluster in the order of their shards, with the letters of the map. */
function letteredNodes(snapshot: ClusterSnapshot, {shards}: SlotMap): LetteredNode[] {
  const placed = shardsOf(snapshot).flatMap(({primary, replicas}, shard) =>
    [primary, ...replicas].map((node) => ({node, shard, letter: shards[shard]?.letter ?? ''})),
  )
  const known = new Set(placed.map(({node}) => node))
  const others = snapshot.nodes.filter((node) => !known.has(node))
  return [...placed, ...others.map((node) => ({node, shard: undefined, letter: ''}))]
}

/** The letter of a shard in its colour on the map. */
export function shardKey({shard, letter}: Pick<LetteredNode, 'shard' | 'letter'>): Markup | string {
  return shard === undefined ? '–' : html`<span class="key key${shard % MAP_COLOURS}">${letter}</span>`
}

function rowOf(
  {node, ...place}: LetteredNode,
  {snapshot, stats}: ClusterSample,
  nameOf: NameOf,
): HtmlValue[] {
  const state = stateOf(node)
  return [
    nameCell(node, nameOf),
    shardKey(place),
    node.role,
    badge(state.severity, state.text),
    shortSlotsCell(node.slots),
    numberCell(keysOf(node)),
    node.info ? memoryCell(node) : '–',
    ...activityCells(stats.get(node.id)),
    lagOf(node, snapshot),
    node.info?.availabilityZone || '–',
    node.info?.version ?? '–',
  ]
}

function activityCells(stats: NodeStats | undefined): string[] {
  if (!stats) return ['–', '–', '–', '–', '–']
  const {opsPerSecond, hits, misses, netInPerSecond, netOutPerSecond, clients} = stats
  return [
    numberCell(opsPerSecond),
    hits + misses > 0 ? `${((hits / (hits + misses)) * 100).toFixed(1)}%` : '–',
    formatBytes(Math.round(netInPerSecond)),
    formatBytes(Math.round(netOutPerSecond)),
    numberCell(clients),
  ]
}

function lagOf(node: Node, snapshot: ClusterSnapshot): string {
  const primary = node.primaryId === undefined ? undefined : nodeById(snapshot, node.primaryId)
  return node.role === 'replica' && primary ? lagText(primary, node) : '–'
}

function nameCell({id, hostname}: Node, nameOf: NameOf): Markup {
  return html`${nameOf(id)}${hostname ? html` <span class="mono">${hostname}</span>` : undefined}`
}

function reasons({nodes}: ClusterSnapshot, nameOf: NameOf): HtmlValue {
  const lost = nodes.filter(({unreachableBecause}) => unreachableBecause !== undefined)
  if (lost.length === 0) return undefined
  return html`<ul>
    ${lost.map(({id, unreachableBecause}) => html`<li>${nameOf(id)}: ${unreachableBecause}</li>`)}
  </ul>`
}
