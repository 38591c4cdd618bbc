import type {Finding} from './finding.js'
import type {Node, NodeId, OpenSlot} from './node.js'
import type {CheckOutcome} from './outcome.js'
import {slotsOf} from './slot.js'
import {type ClusterSnapshot, claimsBySlot} from './snapshot.js'

/** Slots that one node has marked; at least one of the lists is not empty. Ascending. */
export type NodeOpenSlots = {readonly node: NodeId} & {
  readonly [D in OpenSlot['direction']]: readonly number[]
}

/** A slot with several owners: nodes that claim it, and nodes that hold keys of it. */
export type SharedSlot = {readonly slot: number; readonly owners: readonly NodeId[]}

/** The summary of a check. */
export type Verdicts = {
  readonly agree: boolean
  /** Nodes disagree only about slots that are being moved. */
  readonly agreeLater: boolean
  readonly covered: boolean
  readonly openSlots: readonly NodeOpenSlots[]
  /** Undefined if the check did not look for keys. */
  readonly sharedSlots: readonly SharedSlot[] | undefined
}

/** The verdicts, from the findings; only shared slots are counted again, slot by slot. */
export function verdictsOf(outcome: Omit<CheckOutcome, 'status'>): Verdicts {
  const {snapshot, searchedOwners, ignored = []} = outcome
  const findings = [...outcome.findings, ...ignored]
  const codes = new Set(findings.map(({code}) => code))
  const explained = findings.flatMap((finding) =>
    finding.code === 'change-under-way' ? finding.explains : [],
  )
  const agreeNow = !codes.has('views-disagree')
  const agreeLater = agreeNow && explained.some(({code}) => code === 'views-disagree')
  return {
    agree: agreeNow && !agreeLater,
    agreeLater,
    covered: !codes.has('slots-uncovered'),
    openSlots: openSlotsOf([...findings, ...explained]),
    sharedSlots: searchedOwners ? sharedSlotsOf(snapshot) : undefined,
  }
}

function openSlotsOf(findings: readonly Finding[]): NodeOpenSlots[] {
  const marks = new Map<NodeId, {migrating: number[]; importing: number[]}>()
  for (const finding of findings) {
    if (finding.code !== 'slots-open') continue
    for (const node of finding.nodes) {
      const lists = marks.get(node) ?? {migrating: [], importing: []}
      lists[finding.direction].push(...slotsOf(finding.ranges))
      marks.set(node, lists)
    }
  }
  return [...marks].map(([node, {migrating, importing}]) => ({
    node,
    migrating: ascending(migrating),
    importing: ascending(importing),
  }))
}

function ascending(slots: readonly number[]): number[] {
  return [...new Set(slots)].sort((a, b) => a - b)
}

function sharedSlotsOf(snapshot: ClusterSnapshot): SharedSlot[] {
  const holders = holdersBySlot(snapshot.nodes)
  return claimsBySlot(snapshot).flatMap((claimants, slot) => {
    const held = holders.get(slot) ?? []
    if (claimants.length + held.length < 2) return []
    const owners = [...new Set([...claimants, ...held].map(({id}) => id))]
    return owners.length > 1 ? [{slot, owners}] : []
  })
}

function holdersBySlot(nodes: readonly Node[]): Map<number, Node[]> {
  const holders = new Map<number, Node[]>()
  for (const node of nodes) {
    for (const {slot, keys} of node.strayKeys ?? []) {
      if (keys > 0) holders.set(slot, [...(holders.get(slot) ?? []), node])
    }
  }
  return holders
}
