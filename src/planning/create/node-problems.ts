import type {Node} from '../../domain/node.js'
import {countSlots, formatRanges} from '../../domain/slot.js'
import type {Expectation} from './expectation.js'
import {lineAddress, type Listed, strangersOf} from './listed.js'
import {count} from '../../domain/count.js'
import {listSome} from '../words.js'

export type NodeProblemCode =
  | 'not-cluster'
  | 'loading'
  | 'cluster-unreadable'
  | 'knows-others'
  | 'owns-slots'
  | 'open-slots'
  | 'is-replica'
  | 'holds-keys'

/** A problem of one node; `what` continues a sentence that starts with its address. */
export type NodeProblem = {readonly code: NodeProblemCode; readonly what: string}

export type NodeProblemContext = {readonly listed: Listed; readonly expected: Expectation}

/** Everything that prevents a node that could be read from becoming part of the planned cluster. */
export function nodeProblems(node: Node, context: NodeProblemContext): NodeProblem[] {
  return Object.entries(CHECKS).flatMap(([code, check]) => {
    const what = check(node, context)
    return what === undefined ? [] : [{code: code as NodeProblemCode, what}]
  })
}

const CHECKS: Readonly<
  Record<NodeProblemCode, (node: Node, context: NodeProblemContext) => string | undefined>
> = {
  'not-cluster': ({info}) => (info?.clusterEnabled === false ? 'is not a cluster node' : undefined),
  loading: ({info}) => (info?.loading ? 'is still loading its data into memory' : undefined),
  'cluster-unreadable': describeRefusal,
  'knows-others': describeStrangers,
  'owns-slots': describeSlots,
  'open-slots': ({openSlots}) => {
    const slots = openSlots.map(({slot, direction}) => `${slot} (${direction})`)
    return slots.length > 0 ? `has open slots: ${listSome(slots)}` : undefined
  },
  'is-replica': describePrimary,
  'holds-keys': describeKeys,
}

/** Without INFO it is unknown whether there are keys, which the cluster would then serve or lose. */
function describeRefusal({info, view, refusals}: Node): string | undefined {
  if (info && view.length > 0) return undefined
  const command = info ? 'CLUSTER NODES' : 'INFO'
  const reason = refusals.find((refusal) => refusal.command === command)?.reason
  return `does not answer ${command}${reason === undefined ? '' : `: ${reason}`}`
}

function describeStrangers(node: Node, {listed}: NodeProblemContext): string | undefined {
  const strangers = strangersOf(node, listed)
  if (strangers.length === 0) return undefined
  const names = strangers.map((line) => (line.host === '' ? line.id : lineAddress(line)))
  return `knows ${count(strangers.length, 'node')} outside the list: ${listSome(names)}`
}

function describeSlots(node: Node, {expected}: NodeProblemContext): string | undefined {
  if (node.slots.length === 0 || expected.slotsFit(node)) return undefined
  const ranges = listSome(node.slots.map((range) => formatRanges([range])))
  return `owns ${count(countSlots(node.slots), 'slot')} that the planned layout does not give it: ${ranges}`
}

function describePrimary(node: Node, {expected}: NodeProblemContext): string | undefined {
  if (node.role === 'primary' || expected.primaryFits(node)) return undefined
  const line = node.view.find(({id}) => id === node.primaryId)
  const primary = line && line.host !== '' ? lineAddress(line) : (node.primaryId ?? 'an unknown node')
  return `is a replica of ${primary}, unlike in the planned layout`
}

function describeKeys(node: Node, context: NodeProblemContext): string | undefined {
  const keys = (node.info?.keys ?? []).filter(({keys}) => keys > 0)
  if (keys.length === 0 || mayHoldKeys(node, context)) return undefined
  return `holds keys: ${keys.map(({db, keys}) => `${count(keys, 'key')} in database ${db}`).join(', ')}`
}

/** A planned replica has copied them; a primary got them from clients after the planned map was complete. */
function mayHoldKeys(node: Node, {listed, expected}: NodeProblemContext): boolean {
  if (node.role === 'replica') return expected.primaryFits(node)
  const lone = node.view.length < 2 && listed.ids.size > 1
  return !lone && node.slots.length > 0 && expected.hasWholeMap(node)
}
