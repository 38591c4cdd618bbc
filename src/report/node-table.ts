import type {Node} from '../domain/node.js'
import {type ClusterSnapshot, type Shard, shardsOf} from '../domain/snapshot.js'
import {formatBytes} from './bytes.js'
import {addressOf} from './names.js'
import {stateOf} from './node-state.js'
import {type Paint, paintFor, type TextOptions} from './palette.js'
import {slotsCell} from './slots-text.js'
import {tableText} from './table.js'
import {keysOf} from '../domain/totals.js'
import {printable} from './words.js'

type Row = {readonly shard: string; readonly node: Node}

type Column = {readonly head: string; readonly cell: (row: Row, paint: Paint) => string}

const COLUMNS: readonly Column[] = [
  {head: 'shard', cell: ({shard}) => shard},
  {head: 'role', cell: ({node}) => node.role},
  {head: 'node', cell: ({node}) => addressOf(node) ?? '-'},
  {head: 'slots', cell: ({node}) => slotsCell(node.slots)},
  {head: 'keys', cell: ({node}) => `${keysOf(node) ?? '-'}`},
  {head: 'memory', cell: ({node}) => memoryCell(node)},
  {head: 'state', cell: ({node}, paint) => stateCell(node, paint)},
  {head: 'epoch', cell: ({node}) => `${node.configEpoch}`},
  {head: 'version', cell: ({node}) => printable(node.info?.version ?? '-')},
]

const ZONE: Column = {head: 'zone', cell: ({node}) => printable(node.info?.availabilityZone || '-')}

// Last, because it is the widest column, so that lines wrap there.
const ID: Column = {head: 'id', cell: ({node}) => node.id}

/** One row per node: shard after shard, each primary before its replicas; then nodes that are in no shard. */
export function nodeTable(snapshot: ClusterSnapshot, paint: Paint): string {
  const zones = snapshot.nodes.some(({info}) => info?.availabilityZone)
  const columns = [...COLUMNS, ...(zones ? [ZONE] : []), ID]
  return tableText(
    columns.map(({head}) => head),
    rowsOf(snapshot).map((row) => columns.map(({cell}) => cell(row, paint))),
  )
}

/** The table for a user who is about to choose among the nodes. */
export function nodesText(snapshot: ClusterSnapshot, options: TextOptions): string {
  return nodeTable(snapshot, paintFor(options))
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

function rowsOf(snapshot: ClusterSnapshot): Row[] {
  const rows = numbered(shardsOf(snapshot)).flatMap(({primary, replicas}, index) =>
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
function numbered(shards: readonly Shard[]): Shard[] {
  return shards.toSorted((a, b) => ADDRESSES.compare(firstAddress(a), firstAddress(b)))
}

const ADDRESSES = new Intl.Collator('en', {numeric: true})

function firstAddress({primary, replicas}: Shard): string {
  const addresses = [primary, ...replicas].map((node) => addressOf(node) ?? '')
  return addresses.toSorted((a, b) => ADDRESSES.compare(a, b))[0] ?? ''
}
