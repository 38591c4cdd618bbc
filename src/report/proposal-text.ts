import type {Candidate, PlannedShard} from '../domain/layout.js'
import type {CreateProposal} from '../domain/outcome.js'
import {countSlots, type SlotRange} from '../domain/slot.js'
import {describeFindings, findingLines, plannedContext} from './finding-text.js'
import {type Column, fitTable} from './fit-table.js'
import {type Paint, paintFor, type TextOptions} from './palette.js'
import {slotsCell} from './slots-text.js'
import {list, printable} from './words.js'
import {OWN_WORDS, type RoleWords} from './role-words.js'

type Layout = Pick<CreateProposal, 'shards' | 'plan'>

/** The layout of a create, with its weaknesses. No line end after the last line. */
export function proposalText(layout: Layout, options: TextOptions = {colour: false}): string {
  return options.detail === 'full' ? fullText(layout, options) : layoutTable(layout, options)
}

function layoutTable({shards, plan}: Layout, options: TextOptions): string {
  const paint = paintFor(options)
  const columns: Column<PlannedShard>[] = [
    {head: 'primary', cell: ({primary}) => placeOf(primary)},
    {head: 'slots', cell: ({ranges}) => slotsCell(ranges)},
    {head: 'replicas', cell: ({replicas}) => list(replicas.map(placeOf)) || '-'},
  ]
  const warnings = describeFindings(plan.warnings, plannedContext(shards))
  const nodes = shards.flatMap(({primary, replicas}) => [primary, ...replicas])
  return [
    fitTable(columns, shards, options).table,
    ...findingLines(warnings, paint, nodes),
    ...(warnings.length > 0 ? [] : affinityLines(shards, OWN_WORDS, paint)),
  ].join('\n')
}

/** `10.0.0.1:7000 (east)`. */
function placeOf({address, zone}: Candidate): string {
  return zone === undefined ? address : `${address} (${printable(zone)})`
}

/** In lines like those of `valkey-cli --cluster create`. */
function fullText({shards, plan}: Layout, options: TextOptions): string {
  const paint = paintFor(options)
  const nodes = shards.flatMap(({primary, replicas}) => [primary, ...replicas])
  return [
    `>>> Performing hash slots allocation on ${nodes.length} nodes...`,
    ...shards.map(({ranges}, index) => `${OWN_WORDS.title}[${index}] -> Slots ${spacedRanges(ranges)}`),
    ...shards.flatMap(({primary, replicas}) =>
      replicas.map(({address}) => `Adding replica ${address} to ${primary.address}`),
    ),
    ...shards.flatMap(nodeLines),
    ...findingLines(describeFindings(plan.warnings, plannedContext(shards)), paint, nodes),
    ...affinityLines(shards, OWN_WORDS, paint),
  ].join('\n')
}

function spacedRanges(ranges: readonly SlotRange[]): string {
  return ranges.map(({start, end}) => `${start} - ${end}`).join(', ')
}

function nodeLines({primary, ranges, replicas}: PlannedShard): string[] {
  const slots = ranges.map(({start, end}) => (start === end ? `[${start}]` : `[${start}-${end}]`)).join(',')
  return [
    `P: ${primary.id} ${primary.address}`,
    `   slots:${slots} (${countSlots(ranges)} slots) primary`,
    ...replicas.flatMap(({id, address}) => [`R: ${id} ${address}`, `   replicates ${primary.id}`]),
  ]
}

/**
 * How far replicas are from their primaries and from each other, in the form that scripts know; empty without
 * replicas.
 */
export function affinityLines(
  shards: readonly PlannedShard[],
  {primary, replicas}: RoleWords,
  paint: Paint,
): string[] {
  if (shards.every((shard) => shard.replicas.length === 0)) return []
  if (shards.some((shard) => isBeside(shard.primary, shard.replicas, 'host'))) {
    return [paint('warning', `[WARNING] Some ${replicas} are in the same host as their ${primary}`)]
  }
  if (shards.some((shard) => areTogether(shard.replicas, 'host'))) {
    return [paint('warning', `[WARNING] Some ${replicas} of the same ${primary} are in the same host`)]
  }
  const zonesApart = shards.every(
    (shard) => !isBeside(shard.primary, shard.replicas, 'zone') && !areTogether(shard.replicas, 'zone'),
  )
  return zonesApart ? [paint('ok', '[OK] Perfect anti-affinity obtained!')] : []
}

type PlaceKind = 'host' | 'zone'

function isBeside(primary: Candidate, replicas: readonly Candidate[], kind: PlaceKind): boolean {
  return primary[kind] !== undefined && replicas.some((replica) => replica[kind] === primary[kind])
}

function areTogether(replicas: readonly Candidate[], kind: PlaceKind): boolean {
  const places = replicas.flatMap((replica) => replica[kind] ?? [])
  return new Set(places).size < places.length
}
