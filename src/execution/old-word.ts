import type {NodeId, NodeLine} from '../domain/node.js'
import {countSlots, intersectRanges, type SlotRange} from '../domain/slot.js'

/** What nodes say of each other: of each node the different lines, and who says them. */
export type Words = ReadonlyMap<NodeId, ReadonlyMap<NodeLine, readonly NodeId[]>>

/** Somebody takes a node for the owner of slots that are another one's by its own word. */
export type OldWord = {readonly by: NodeId; readonly owner: NodeId; readonly ranges: readonly SlotRange[]}

/** Sorts views by what they are about. Lines that are equal are one object (parseClusterNodes), so there are few of each. */
export function wordsOf(views: Iterable<readonly [NodeId, readonly NodeLine[]]>): Words {
  const words = new Map<NodeId, Map<NodeLine, NodeId[]>>()
  for (const [by, lines] of views) {
    for (const line of lines) {
      const said = words.get(line.id) ?? new Map<NodeLine, NodeId[]>()
      words.set(line.id, said)
      const speakers = said.get(line)
      if (speakers) speakers.push(by)
      else said.set(line, [by])
    }
  }
  return words
}

/** The first old word about a node; slots that are open where it is said don't count, since their move is not at its end. */
export function oldWordAbout(node: NodeId, words: Words): OldWord | undefined {
  const owners = [...words].filter(([id, said]) => id !== node && ownLine(said)?.role === 'primary')
  for (const [line, speakers] of words.get(node) ?? []) {
    if (line.myself || line.slots.length === 0) continue
    for (const [owner, said] of owners) {
      const ranges = intersectRanges(line.slots, ownLine(said)?.slots ?? [])
      const by = countSlots(ranges) > 0 && speakers.find((id) => !isOpenAt(id, ranges, words))
      if (by) return {by, owner, ranges}
    }
  }
  return undefined
}

/** The highest epoch that somebody knows of a primary that was not read itself. */
export function highestUnread(words: Words): {readonly epoch: number; readonly by: NodeId | undefined} {
  let highest: {epoch: number; by: NodeId | undefined} = {epoch: 0, by: undefined}
  for (const said of words.values()) {
    if (ownLine(said)) continue
    for (const [{role, configEpoch}, [by]] of said) {
      if (role === 'primary' && configEpoch > highest.epoch) highest = {epoch: configEpoch, by}
    }
  }
  return highest
}

function isOpenAt(id: NodeId, ranges: readonly SlotRange[], words: Words): boolean {
  const open = ownLine(words.get(id))?.openSlots.map(({slot}) => ({start: slot, end: slot})) ?? []
  return countSlots(intersectRanges(ranges, open)) > 0
}

function ownLine(said: ReadonlyMap<NodeLine, unknown> | undefined): NodeLine | undefined {
  for (const line of said?.keys() ?? []) if (line.myself) return line
  return undefined
}
