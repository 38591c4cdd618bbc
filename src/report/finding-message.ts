import type {Difference, FindingCode, FindingOf, Place} from '../domain/finding.js'
import type {NodeId} from '../domain/node.js'
import {formatBytes} from './bytes.js'
import type {NameOf} from './names.js'
import {runningText} from './running-text.js'
import {describeSlots} from './slots-text.js'
import {count} from '../domain/count.js'
import {list, printable} from './words.js'

type Message<C extends FindingCode> = (finding: FindingOf<C>, nameOf: NameOf) => string

/** What a check noticed, in one line of complete sentences that name nodes and slots. */
export function findingMessage<C extends FindingCode>(finding: FindingOf<C>, nameOf: NameOf): string {
  const message: Message<C> = MESSAGES[finding.code]
  return message(finding, nameOf)
}

/** Number of differences of one view that are written out. */
const SIDES = 4

const MESSAGES: {readonly [C in FindingCode]: Message<C>} = {
  'slots-uncovered': ({ranges, lastOwners}, nameOf) => {
    const last = lastOwners.map(
      ({node, ranges}) => `the last owner of ${describeSlots(ranges)} was ${nameOf(node)}`,
    )
    return `No node serves ${describeSlots(ranges)}; ${list(last) || 'the last owner is not known'}.`
  },
  'slots-open': ({nodes, ranges, direction, peer}, nameOf) => {
    const way = direction === 'migrating' ? 'migrating to' : 'importing from'
    return `${names(nodes, nameOf)} has ${describeSlots(ranges)} marked as ${way} ${nameOf(peer)}.`
  },
  'views-disagree': ({nodes, differences}, nameOf) => {
    const sides = differences.map((difference) => describeDifference(difference, nodes[0], nameOf))
    const more = sides.length > SIDES ? [`and ${sides.length - SIDES} more differences`] : []
    return `${names(nodes, nameOf)} disagrees with most nodes: ${[...sides.slice(0, SIDES), ...more].join('; ')}.`
  },
  'slots-claimed-twice': ({nodes, ranges}, nameOf) =>
    `${names(nodes, nameOf)} each claim ${describeSlots(ranges)}.`,
  'cluster-state-fail': ({nodes}, nameOf) =>
    `${names(nodes, nameOf)} ${nodes.length === 1 ? 'reports' : 'report'} cluster_state fail and may refuse queries.`,
  'keys-in-foreign-slots': ({nodes, ranges, keys}, nameOf) =>
    `${names(nodes, nameOf)} holds ${count(keys, 'key')} in ${describeSlots(ranges)}, which it does not own.`,
  'keys-hidden': ({nodes, keys}, nameOf) =>
    `${names(nodes, nameOf)} holds ${count(keys, 'key')} that it hides, in slots that it neither owns nor imports.`,
  'node-failed': ({nodes, seenBy, answers}, nameOf) =>
    `${names(nodes, nameOf)} ${answers ? 'answers, but is still' : 'is'} flagged fail by ${names(seenBy, nameOf)}.`,
  'node-suspected': ({nodes, seenBy}, nameOf) =>
    `${names(nodes, nameOf)} is flagged fail? by ${names(seenBy, nameOf)}.`,
  'node-handshake': ({nodes, seenBy}, nameOf) =>
    `${names(nodes, nameOf)} is still in handshake with ${names(seenBy, nameOf)}.`,
  'node-without-address': ({nodes, seenBy}, nameOf) =>
    `${names(seenBy, nameOf)} ${seenBy.length === 1 ? 'knows' : 'know'} no address of ${names(nodes, nameOf)}.`,
  'node-unreachable': ({nodes, reason}, nameOf) =>
    `${names(nodes, nameOf)} cannot be reached: ${printable(reason)}.`,
  'node-unknown': ({nodes, unknownTo}, nameOf) =>
    `${names(nodes, nameOf)} is not known to ${names(unknownTo, nameOf)}.`,
  'node-loading': ({nodes}, nameOf) => `${names(nodes, nameOf)} is still loading its data.`,
  'replica-of-replica': ({nodes, primary}, nameOf) =>
    `${names(nodes, nameOf)} replicates ${nameOf(primary)}, which is a replica itself.`,
  'replica-of-unknown': ({nodes, primary}, nameOf) =>
    `${names(nodes, nameOf)} is a replica ${primary ? `of ${nameOf(primary)}, which is not in the cluster` : 'without a primary'}.`,
  'replication-broken': ({nodes, primary, downSeconds}, nameOf) => {
    const since = downSeconds === undefined ? '' : ` (down for ${downSeconds} s)`
    return `${names(nodes, nameOf)} has no link to its primary ${nameOf(primary)}${since}.`
  },
  'replication-lagging': ({nodes, primary, bytes, seconds}, nameOf) => {
    const behind = bytes === undefined ? '' : `is ${formatBytes(bytes)} behind and `
    return `${names(nodes, nameOf)} ${behind}last heard from its primary ${nameOf(primary)} ${seconds} s ago.`
  },
  'primary-without-replica': ({nodes}, nameOf) =>
    `${names(nodes, nameOf)} ${nodes.length === 1 ? 'has' : 'have'} no replica that can be reached.`,
  'replica-beside-primary': ({nodes, place}, nameOf) =>
    `${nodes.length === 1 ? 'Replica' : 'Replicas'} ${names(nodes, nameOf)} and ` +
    `${nodes.length === 1 ? 'its primary' : 'their primaries'} are ${describePlace(place)} and can fail together.`,
  'majority-in-one-place': ({nodes, place, total}, nameOf) =>
    `${nodes.length} of ${total} primaries (${names(nodes, nameOf)}) are ${describePlace(place)}; ` +
    `if it fails, the others cannot elect new primaries.`,
  'epochs-equal': ({nodes, epoch}, nameOf) =>
    `${names(nodes, nameOf)} have the same config epoch, ${epoch}, so neither wins a conflict over a slot.`,
  'versions-mixed': ({versions}, nameOf) =>
    `The nodes run different versions: ${choices(
      versions.map(({version, nodes}) => ({value: version, nodes})),
      nameOf,
    )}.`,
  'settings-differ': ({setting, values}, nameOf) =>
    `${printable(setting)} differs between nodes: ${choices(values, nameOf)}.`,
  'change-under-way': (finding) => runningText(finding),
  'read-refused': ({nodes, command, reason}, nameOf) =>
    `${names(nodes, nameOf)} refused ${printable(command)} (${printable(reason)}); checks that need it were skipped.`,
}

type Choice = {readonly value: string; readonly nodes: readonly NodeId[]}

function choices(values: readonly Choice[], nameOf: NameOf): string {
  return values.map(({value, nodes}) => `${printable(value)} on ${names(nodes, nameOf)}`).join('; ')
}

function describeDifference(
  {ranges, says, others}: Difference,
  speaker: NodeId | undefined,
  nameOf: NameOf,
): string {
  const own = says !== undefined && says === speaker ? 'itself' : owner(says, nameOf)
  return `it names ${own} as owner of ${describeSlots(ranges)}, they name ${owner(others, nameOf)}`
}

function owner(id: NodeId | undefined, nameOf: NameOf): string {
  return id === undefined ? 'no node' : nameOf(id)
}

function describePlace({kind, name}: Place): string {
  return `${kind === 'host' ? 'on host' : 'in zone'} ${printable(name)}`
}

function names(ids: readonly NodeId[], nameOf: NameOf): string {
  return list(ids.map(nameOf))
}
