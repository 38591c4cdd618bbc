import type {PlannedShard} from '../../domain/layout.js'
import type {CreateProposal} from '../../domain/outcome.js'
import {countSlots, type SlotRange} from '../../domain/slot.js'
import {paintFor} from '../../report/palette.js'
import {affinityLines} from '../../report/proposal-text.js'
import {type TellEvent, tellFirst} from './first-of-kind.js'
import {legacyRanges} from './node-lines.js'
import {type LegacyText, legacyWords} from './words.js'

/** What valkey-cli says before it asks about fewer than three primaries. */
export function fewPrimariesLine(primaries: number, replicas: number): string {
  return `Requested to create a cluster with ${primaries} primaries and ${replicas} replicas per primary.`
}

/** The question that valkey-cli asks about fewer than three primaries. */
export const FEW_PRIMARIES =
  "Valkey cluster requires at least 3 primary nodes for automatic failover. Are you sure? (type 'yes' to accept): "

/** The layout that a create is about to make; `addresses` are the nodes in the order in which they were typed. */
export function legacyCreateProposal(
  {shards}: CreateProposal,
  addresses: readonly string[],
  options: LegacyText,
): string[] {
  const {tool} = options
  const words = legacyWords(tool)
  const replicated = shards.some(({replicas}) => replicas.length > 0)
  return [
    ...headLines(shards, options),
    ...shards.flatMap(({primary, replicas}) =>
      replicas.map(({address}) => `Adding replica ${address} to ${primary.address}`),
    ),
    ...(replicated ? [`>>> Trying to optimize ${words.replicas} allocation for anti-affinity`] : []),
    ...affinityLines(shards, words, paintFor(options)),
    ...inOrder(
      shards.flatMap((shard) => plannedNodes(shard, tool)),
      addresses,
    ),
  ]
}

/** Tells of the steps of a create as they begin. */
export function tellCreate(): TellEvent {
  return tellFirst({
    'set-epoch': ['>>> Nodes configuration updated', '>>> Assign a different config epoch to each node'],
    meet: ['>>> Sending CLUSTER MEET messages to join the cluster', 'Waiting for the cluster to join', '.'],
  })
}

function headLines(shards: readonly PlannedShard[], {tool}: LegacyText): string[] {
  const nodes = shards.reduce((sum, {replicas}) => sum + 1 + replicas.length, 0)
  const head = `>>> Performing hash slots allocation on ${nodes} ${tool === 'valkey-cli' ? 'node(s)' : 'nodes'}...`
  if (tool === 'redis-trib') {
    const primaries = shards.map(({primary}) => primary.address)
    return ['>>> Creating cluster', head, `Using ${primaries.length} masters:`, ...primaries]
  }
  const {title} = legacyWords(tool)
  return [head, ...shards.map(({ranges}, at) => `${title}[${at}] -> Slots ${spacedRanges(ranges)}`)]
}

function spacedRanges(ranges: readonly SlotRange[]): string {
  return ranges.map(({start, end}) => `${start} - ${end}`).join(', ')
}

type Planned = {readonly address: string; readonly lines: readonly string[]}

function plannedNodes({primary, ranges, replicas}: PlannedShard, tool: LegacyText['tool']): Planned[] {
  const slots = `   slots:${legacyRanges(ranges, tool)} (${countSlots(ranges)} slots) master`
  return [
    {address: primary.address, lines: [`M: ${primary.id} ${primary.address}`, slots]},
    ...replicas.map(({id, address}) => ({
      address,
      lines: [`S: ${id} ${address}`, `   replicates ${primary.id}`],
    })),
  ]
}

/** Nodes that are known by another address than was typed come last. */
function inOrder(nodes: readonly Planned[], addresses: readonly string[]): string[] {
  const place = ({address}: Planned) =>
    (addresses.indexOf(address) + addresses.length + 1) % (addresses.length + 1)
  return nodes.toSorted((a, b) => place(a) - place(b)).flatMap(({lines}) => lines)
}
