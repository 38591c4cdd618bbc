import type {Severity} from '../../domain/finding.js'
import {lagOf} from '../../domain/lag.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {NodeRates} from '../../domain/rates.js'
import {countSlots, formatRanges, type SlotRange} from '../../domain/slot.js'
import {shardsOf} from '../../domain/snapshot.js'
import {keysOf} from '../../domain/totals.js'
import type {WatchPicture} from '../../domain/watch.js'
import {namesOf} from '../names.js'
import {stateOf} from '../node-state.js'
import {numberedShards} from '../node-table.js'
import {type Glyphs, screenText} from './cells.js'

/** One line of the table: a shard or a node. Everything that a server sent can be shown. */
export type WatchRow = {
  readonly kind: 'shard' | 'node'
  /** Of a shard: of its primary. */
  readonly id: NodeId
  /** The primary of the shard that it belongs to; undefined if it belongs to none. */
  readonly shard: NodeId | undefined
  readonly name: string
  readonly role: string
  readonly zone: string
  readonly slots: string
  readonly version: string
  readonly state: {readonly severity: Severity | 'ok'; readonly text: string}
  readonly figures: RowFigures
}

/** Numbers of a row; undefined if they are not known. Of a shard: of its primary, and rates of all its nodes. */
export type RowFigures = {
  readonly keys: number | undefined
  readonly memory: number | undefined
  /** 0: no limit. */
  readonly maxMemory: number | undefined
  readonly ops: number | undefined
  readonly hitRate: number | undefined
  readonly netIn: number | undefined
  readonly netOut: number | undefined
  readonly clients: number | undefined
  /** Bytes of replication that a replica has not processed; of a shard: the most of any. */
  readonly lagBytes: number | undefined
  /** Seconds since a replica heard from its primary. */
  readonly lagSeconds: number | undefined
}

/** A row for each shard and each node in it, in the order of addresses; then the nodes that are in no shard. */
export function watchRows(picture: WatchPicture, glyphs: Glyphs): WatchRow[] {
  const {snapshot} = picture.sample
  const nameOf = namesOf(snapshot)
  const rowOf = (node: Node, shard: NodeId | undefined) => nodeRow(node, shard, {picture, glyphs, nameOf})
  const shards = numberedShards(shardsOf(snapshot))
  const rows = shards.flatMap(({primary, replicas}, index) => {
    const nodes = [primary, ...replicas].map((node) => rowOf(node, primary.id))
    return [shardRow(nodes, primary, index + 1), ...nodes]
  })
  const placed = new Set(rows.map(({id}) => id))
  const others = snapshot.nodes.filter(({id}) => !placed.has(id))
  return [...rows, ...others.map((node) => rowOf(node, undefined))]
}

type RowContext = {
  readonly picture: WatchPicture
  readonly glyphs: Glyphs
  readonly nameOf: (id: NodeId) => string
}

function nodeRow(node: Node, shard: NodeId | undefined, {picture, glyphs, nameOf}: RowContext): WatchRow {
  const show = (text: string | undefined) => screenText(text || '-', glyphs)
  const {severity, text} = stateOf(node)
  return {
    kind: 'node',
    id: node.id,
    shard,
    name: show(nameOf(node.id)),
    role: node.role,
    zone: show(node.info?.availabilityZone),
    slots: slotsCell(node.slots),
    version: show(node.info?.version),
    state: {severity, text: text === 'link up' ? 'ok' : text},
    figures: figuresOf(node, picture),
  }
}

/** `0-5460`, `5461 in 3`: one range, or the number of slots and of their ranges. */
function slotsCell(ranges: readonly SlotRange[]): string {
  if (ranges.length === 0) return '-'
  return ranges.length === 1 ? formatRanges(ranges) : `${countSlots(ranges)} in ${ranges.length}`
}

function figuresOf(node: Node, {sample, rates}: WatchPicture): RowFigures {
  const lag = lagOf(node, sample.snapshot)
  const rate: Partial<NodeRates> = rates.nodes.get(node.id) ?? {}
  return {
    keys: keysOf(node),
    memory: node.info?.usedMemory,
    maxMemory: node.info?.maxMemory,
    ops: rate.opsPerSecond,
    hitRate: rate.hitRate,
    netIn: rate.netInPerSecond,
    netOut: rate.netOutPerSecond,
    clients: sample.stats.get(node.id)?.clients,
    lagBytes: lag.bytes,
    lagSeconds: lag.seconds,
  }
}

function shardRow(nodes: readonly WatchRow[], primary: Node, number: number): WatchRow {
  const [first] = nodes
  const figures = nodes.map((node) => node.figures)
  const worst =
    nodes.find(({state}) => state.severity === 'error') ?? nodes.find(({state}) => state.severity !== 'ok')
  const slots = countSlots(primary.slots)
  return {
    kind: 'shard',
    id: primary.id,
    shard: primary.id,
    name: `shard ${number}`,
    role: `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    zone: '',
    slots: slots === 0 ? '-' : `${slots}`,
    version: '',
    state: worst?.state ?? {severity: 'ok', text: 'ok'},
    figures: {
      keys: first?.figures.keys,
      memory: first?.figures.memory,
      maxMemory: first?.figures.maxMemory,
      ops: total(figures, 'ops'),
      hitRate: undefined,
      netIn: total(figures, 'netIn'),
      netOut: total(figures, 'netOut'),
      clients: total(figures, 'clients'),
      lagBytes: most(figures, 'lagBytes'),
      lagSeconds: most(figures, 'lagSeconds'),
    },
  }
}

function total(figures: readonly RowFigures[], name: keyof RowFigures): number | undefined {
  const known = figures.flatMap((one) => one[name] ?? [])
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0)
}

function most(figures: readonly RowFigures[], name: keyof RowFigures): number | undefined {
  const known = figures.flatMap((one) => one[name] ?? [])
  return known.length === 0 ? undefined : Math.max(...known)
}
