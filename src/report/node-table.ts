import type {Node} from '../domain/node.js'
import {naturalOrder} from '../domain/natural-order.js'
import {type ClusterSnapshot, type Shard, shardsOf} from '../domain/snapshot.js'
import {formatBytes} from './bytes.js'
import {addressOf} from './names.js'
import {stateOf} from './node-state.js'
import {type Column, fitTable} from './fit-table.js'
import type {Paint, TextOptions} from './palette.js'
import {shortSlotsCell, slotsCell} from './slots-text.js'
import {keysOf} from '../domain/totals.js'
import {printable} from './words.js'

type Row = {readonly shard: string; readonly node: Node}

const COLUMNS: readonly Column<Row>[] = [
  {head: 'shard', cell: ({shard}) => shard, leaves: 2},
  {head: 'role', cell: ({node}) => node.role},
  {head: 'node', cell: ({node}) => addressOf(node) ?? '-'},
  {head: 'slots', cell: ({node}) => shortSlotsCell(node.slots), wideCell: ({node}) => slotsCell(node.slots)},
  {head: 'keys', cell: ({node}) => `${keysOf(node) ?? '-'}`},
  {head: 'memory', cell: ({node}) => memoryCell(node), leaves: 3},
  {
    head: 'state',
    cell: ({node}, paint) => shortStateCell(node, paint),
    wideCell: ({node}, paint) => stateCell(node, paint),
    once: (state) => (state === 'ok' ? 'All nodes are ok.' : `State of all nodes: ${state}.`),
  },
  {head: 'epoch', cell: ({node}) => `${node.configEpoch}`, wideOnly: true},
  {
    head: 'version',
    cell: ({node}) => printable(node.info?.version ?? '-'),
    once: (version) => `Version: ${version}.`,
    leaves: 5,
  },
  {
    head: 'zone',
    cell: ({node}) => printable(node.info?.availabilityZone || '-'),
    once: (zone) => `Zone: ${zone}.`,
    leaves: 4,
  },
  // Last, because it is the widest column, so that lines wrap there.
  {head: 'id', cell: ({node}) => node.id.slice(0, 8), wideCell: ({node}) => node.id, leaves: 1},
]

/**
 * One row per node: shard after shard, each primary before its replicas; then nodes that are in no shard. What all
 * nodes have in common is said in a line below.
 */
export function nodeTable(snapshot: ClusterSnapshot, options: TextOptions): string {
  const zones = snapshot.nodes.some(({info}) => info?.availabilityZone)
  const columns = COLUMNS.filter(({head}) => zones || head !== 'zone')
  const {table, common} = fitTable(columns, rowsOf(snapshot), options)
  return [table, ...(common.length > 0 ? [common.join(' ')] : [])].join('\n')
}

/** Used memory, and the limit if there is one. */
export function memoryCell({info}: Node): string {
  if (!info) return '-'
  const used = formatBytes(info.usedMemory)
  return info.maxMemory > 0 ? `${used}/${formatBytes(info.maxMemory)}` : used
}

/** The node's state in the colour of its severity. */
export function stateCell(node: Node, paint: Paint): string {
  const {severity, text} = stateOf(node)
  // Only problems are coloured.
  return severity === 'ok' ? text : paint(severity, text)
}

/** `ok` also for a replica whose link is up. */
function shortStateCell(node: Node, paint: Paint): string {
  return stateOf(node).severity === 'ok' ? 'ok' : stateCell(node, paint)
}

function rowsOf(snapshot: ClusterSnapshot): Row[] {
  const rows = numberedShards(shardsOf(snapshot)).flatMap(({primary, replicas}, index) =>
    [primary, ...replicas].map((node) => ({shard: `${index + 1}`, node})),
  )
  const placed = new Set(rows.map(({node}) => node))
  const others = snapshot.nodes.filter((node) => !placed.has(node))
  return [...rows, ...others.map((node) => ({shard: '-', node}))]
}

/**
 * In the order of the first address of each, so that a shard keeps its number when slots move or a replica takes
 * over.
 */
export function numberedShards(shards: readonly Shard[]): Shard[] {
  return shards
    .map((shard) => ({shard, address: firstAddress(shard)}))
    .toSorted((a, b) => naturalOrder(a.address, b.address))
    .map(({shard}) => shard)
}

function firstAddress({primary, replicas}: Shard): string {
  const addresses = [primary, ...replicas].map((node) => addressOf(node) ?? '')
  return addresses.toSorted(naturalOrder)[0] ?? ''
}
