import type {NodeId, NodeLine} from '../domain/node.js'
import {countSlots, intersectRanges, type SlotRange, toRanges} from '../domain/slot.js'

/** What nodes say about each other: for each node, the different lines about it, and which nodes say them. */
export type OwnerClaims = ReadonlyMap<NodeId, ReadonlyMap<NodeLine, readonly NodeId[]>>

/** A node considers another node the owner of slots that a third one owns according to itself. */
export type OldWord = {
  readonly by: NodeId
  readonly owner: NodeId
  readonly ranges: readonly SlotRange[]
  /** Whether the slots are open on the node that says it: then it ignores what the owner tells it. */
  readonly open: boolean
}

/**
 * Sorts the lines of views by the node that they are about. Equal lines are one object (parseClusterNodes), so there
 * are few of each.
 */
export function wordsOf(views: Iterable<readonly [NodeId, readonly NodeLine[]]>): OwnerClaims {
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

/** The first outdated claim about a node. */
export function oldWordAbout(node: NodeId, words: OwnerClaims): OldWord | undefined {
  const owners = [...words].filter(([id, said]) => id !== node && ownLine(said)?.role === 'primary')
  for (const [line, [by]] of words.get(node) ?? []) {
    if (line.myself || line.slots.length === 0 || by === undefined) continue
    for (const [owner, said] of owners) {
      const ranges = intersectRanges(line.slots, ownLine(said)?.slots ?? [])
      if (countSlots(ranges) > 0) return toOldWord({by, owner, ranges}, words)
    }
  }
  return undefined
}

function toOldWord(word: Omit<OldWord, 'open'>, words: OwnerClaims): OldWord {
  const marks = ownLine(words.get(word.by))?.openSlots.map(({slot}) => slot) ?? []
  const open = intersectRanges(word.ranges, toRanges(marks))
  return open.length > 0 ? {...word, ranges: open, open: true} : {...word, open: false}
}

/** The highest epoch that any node knows of a primary that was not read itself. */
export function highestUnread(words: OwnerClaims): {readonly epoch: number; readonly by: NodeId | undefined} {
  let highest: {epoch: number; by: NodeId | undefined} = {epoch: 0, by: undefined}
  for (const said of words.values()) {
    if (ownLine(said)) continue
    for (const [{role, configEpoch}, [by]] of said) {
      if (role === 'primary' && configEpoch > highest.epoch) highest = {epoch: configEpoch, by}
    }
  }
  return highest
}

function ownLine(said: ReadonlyMap<NodeLine, unknown> | undefined): NodeLine | undefined {
  for (const line of said?.keys() ?? []) if (line.myself) return line
  return undefined
}
