import type {NodeId} from '../../domain/node.js'
import type {FixConsent, FixRule} from '../../domain/repair.js'
import type {SlotFacts} from './facts.js'
import type {World} from './world.js'

/** What is to be done about a slot, in the order of the fields; what is not mentioned is not done. */
export type Remedy = {
  readonly rule: FixRule
  /** There is no safe remedy, for the reason that the rule gives; `about` is the node that stands in the way. */
  readonly blocked?: {readonly about: NodeId | undefined}
  /** A replica that takes the place of its lost primary; everything else is looked at again after that. */
  readonly revive?: NodeId
  /** Nodes whose marks are cleared, before anything is moved. */
  readonly close?: readonly NodeId[]
  /** Nodes that own the slot beside the one in `claim`, and hand it their keys and the slot. */
  readonly giveUp?: readonly NodeId[]
  /** Becomes the owner, whatever others think; 'spread': whoever the layout wants. */
  readonly claim?: NodeId | 'spread'
  /** The owner, then each node that takes the slot from the one before it, properly open meanwhile. */
  readonly path?: readonly NodeId[]
  /** Nodes that do not own the slot, whose keys of it go to the owner. */
  readonly adopt?: readonly NodeId[]
}

type Rule = (facts: SlotFacts, world: World, consent: FixConsent) => Remedy | undefined

/**
 * What to do about a slot: the first rule that applies, one group of rules each for slots that nobody owns, that several
 * own, and that one owns. Undefined when nothing is wrong.
 */
export function decide(facts: SlotFacts, world: World, consent: FixConsent): Remedy | undefined {
  const rules = facts.owners.length === 0 ? UNOWNED : facts.owners.length === 1 ? OWNED : [claimedTwice]
  for (const rule of rules) {
    const remedy = rule(facts, world, consent)
    if (remedy) return remedy
  }
  return undefined
}

const UNOWNED: readonly Rule[] = [ownerGone, unownedKeys, unownedImporting, unownedKnown, unownedEmpty]
const OWNED: readonly Rule[] = [markToLostNode, finishMove, closeMove, orphansAndDisputes]

/** The node that the others take for the owner does not answer. */
function ownerGone({named}: SlotFacts, world: World, consent: FixConsent): Remedy | undefined {
  const standing = named === undefined ? 'unknown' : world.standingOf(named)
  if (named === undefined || (standing !== 'away' && standing !== 'lost')) return undefined
  if (standing === 'away') return {rule: 'owner-away', blocked: {about: named}}
  const replica = world.bestReplicaOf(named)
  if (replica !== undefined) return {rule: 'owner-lost-replica-left', revive: replica}
  return consent.withoutLostPrimaries ? undefined : {rule: 'owner-lost', blocked: {about: named}}
}

/**
 * Keys on one node: it becomes the owner. On several: the one with fewest does, and hands on to the next. A node that is
 * importing the slot comes first: Valkey 8 and later make themselves the owner when they hear that nobody is, and would
 * delete their keys on hearing that somebody else became it.
 */
function unownedKeys(facts: SlotFacts, world: World): Remedy | undefined {
  const holders = [...facts.keys.keys()]
  const isImporting = (id: NodeId) => facts.importing.has(id)
  const path = [
    ...inOrder(facts, holders.filter(isImporting), undefined),
    ...inOrder(
      facts,
      holders.filter((id) => !isImporting(id)),
      undefined,
    ),
  ]
  const [first] = path
  if (first === undefined) return undefined
  return {
    rule: ruleFor(facts, 'unowned-keys'),
    close: markedIn(facts, world),
    claim: first,
    ...(path.length > 1 && {path}),
  }
}

/** The source was told of the new owner, and the tool died before the new owner was. */
function unownedImporting(facts: SlotFacts, world: World): Remedy | undefined {
  const [importer, ...more] = facts.importing.keys()
  if (importer === undefined || more.length > 0) return undefined
  return {rule: 'unowned-importing', close: othersThan(importer, markedIn(facts, world)), claim: importer}
}

/** No keys anywhere; the node that the others take for the owner is there and says it is not. */
function unownedKnown(facts: SlotFacts, world: World): Remedy | undefined {
  if (facts.named === undefined || world.standingOf(facts.named) !== 'primary') return undefined
  return {rule: 'unowned-known', close: markedIn(facts, world), claim: facts.named}
}

function unownedEmpty(facts: SlotFacts, world: World): Remedy {
  return {rule: ruleFor(facts, 'unowned-empty'), close: markedIn(facts, world), claim: 'spread'}
}

/** What comes after a lost owner was given up for lost is told as such. */
function ruleFor({named}: SlotFacts, usual: FixRule): FixRule {
  return named === undefined || usual === 'unowned-keys' ? usual : 'owner-lost'
}

/** The servers' own rule: the higher config epoch. Then the journal, more keys, the lower id. */
function claimedTwice(facts: SlotFacts, world: World): Remedy {
  const {owners, keys, intent} = facts
  const keysOf = (id: NodeId) => keys.get(id) ?? 0
  const [winner] = owners.toSorted(
    (a, b) =>
      world.epochOf(b) - world.epochOf(a) ||
      Number(b === intent?.target) - Number(a === intent?.target) ||
      keysOf(b) - keysOf(a) ||
      (a < b ? -1 : 1),
  )
  const holders = [...keys.keys()].filter((id) => !owners.includes(id))
  return {
    rule: 'claimed-twice',
    close: markedIn(facts, world),
    giveUp: owners.filter((id) => id !== winner),
    ...(winner !== undefined && {claim: winner}),
    ...(holders.length > 0 && {adopt: holders}),
  }
}

/** Keys may have gone to a node that cannot be asked now. */
function markToLostNode(facts: SlotFacts, world: World, consent: FixConsent): Remedy | undefined {
  const peer = peerOf(facts)
  if (peer === undefined) return undefined
  const standing = world.standingOf(peer)
  if (standing !== 'lost' && standing !== 'away') return undefined
  // Somebody has taken its place, with its keys.
  if (holdersBesideOwner(facts).length > 0 || meantTarget(facts, world) !== undefined) return undefined
  const replica = standing === 'lost' ? world.bestReplicaOf(peer) : undefined
  if (replica !== undefined) return {rule: 'mark-to-lost-node', revive: replica}
  if (consent.withoutLostPrimaries && standing === 'lost') return undefined
  return {rule: 'mark-to-lost-node', blocked: {about: peer}}
}

/** The other end of a move has keys already, or the journal says that it was to have the slot. */
function finishMove(facts: SlotFacts, world: World): Remedy | undefined {
  const [owner] = facts.owners
  const takers = takersOf(facts, world)
  if (owner === undefined || takers.length === 0) return undefined
  const path = [owner, ...inOrder(facts, takers, peerOf(facts))]
  const orphans = holdersBesideOwner(facts).filter((id) => !path.includes(id))
  return {
    rule: 'finish-move',
    // The move to the next one is under way; those after it are opened again when it is their turn.
    close: markedIn(facts, world).filter((id) => !path.slice(0, 2).includes(id)),
    // A node that takes a dead one for the owner takes the cluster for down, and does not believe gossip of an open slot.
    ...(facts.disputed && {claim: owner}),
    path,
    ...(orphans.length > 0 && {adopt: orphans}),
  }
}

/** Marks, and no keys anywhere but with the owner. */
function closeMove(facts: SlotFacts, world: World): Remedy | undefined {
  const marked = markedIn(facts, world)
  if (marked.length === 0) return undefined
  return {...orphansAndDisputes(facts), rule: 'close-move', close: marked}
}

function orphansAndDisputes(facts: SlotFacts): Remedy | undefined {
  const [owner] = facts.owners
  const orphans = holdersBesideOwner(facts)
  if (owner === undefined || (orphans.length === 0 && !facts.disputed)) return undefined
  return {
    rule: orphans.length > 0 ? 'orphan-keys' : 'disputed',
    ...(facts.disputed && {claim: owner}),
    ...(orphans.length > 0 && {adopt: orphans}),
  }
}

/**
 * Nodes to which the slot was on its way: those with keys that say so or that the owner names; or as was meant. Only while
 * the owner has its mark its word on a key counts for sure: without one it takes writes to keys that another node has, too,
 * and the two have to be compared.
 */
function takersOf(facts: SlotFacts, world: World): NodeId[] {
  const {importing} = facts
  const peer = peerOf(facts)
  const peerStands = peer !== undefined && world.standingOf(peer) === 'primary'
  const holders = peer === undefined ? [] : holdersBesideOwner(facts)
  // When the node that is named is no primary any more, whoever has keys has them from it.
  const takers = holders.filter((id) => importing.has(id) || id === peer || !peerStands)
  const meant = meantTarget(facts, world)
  return [...new Set([...takers, ...(meant === undefined ? [] : [meant])])]
}

/**
 * Where the journal says that the slot was to go, when its move had been begun from this owner. The mark may name a dead
 * node instead, whose place that one has taken.
 */
function meantTarget(facts: SlotFacts, world: World): NodeId | undefined {
  const [owner] = facts.owners
  const {intent} = facts
  if (!intent || owner === undefined || intent.source !== owner || intent.target === owner) return undefined
  return world.standingOf(intent.target) === 'primary' && isBegun(facts, intent.target, world)
    ? intent.target
    : undefined
}

function isBegun(facts: SlotFacts, target: NodeId, world: World): boolean {
  const peer = peerOf(facts)
  if (peer === target || facts.importing.has(target)) return true
  return peer !== undefined && world.standingOf(peer) !== 'primary'
}

/** Fewest keys first, so that few keys travel; last whom the journal or the owner's mark names. */
function inOrder({keys, intent}: SlotFacts, nodes: readonly NodeId[], named: NodeId | undefined): NodeId[] {
  const rank = (id: NodeId) => (id === intent?.target ? 2 : id === named ? 1 : 0)
  return nodes.toSorted(
    (a, b) => rank(a) - rank(b) || (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || (a < b ? -1 : 1),
  )
}

/** Whom the only owner names as the one that it sends the slot to. */
function peerOf({owners: [owner], migrating}: SlotFacts): NodeId | undefined {
  return owner === undefined ? undefined : migrating.get(owner)
}

function holdersBesideOwner({owners: [owner], keys}: SlotFacts): NodeId[] {
  return [...keys.keys()].filter((id) => id !== owner)
}

/**
 * Nodes whose marks are to go: all of them, since Valkey 8 and later make themselves the owner of a slot that they import
 * from a node that does not own it any more. Not those that would delete the keys that they hold of it with the mark.
 */
function markedIn({owners, migrating, importing, keys}: SlotFacts, world: World): NodeId[] {
  const marked = new Set([...importing.keys(), ...migrating.keys()])
  return [...marked]
    .filter((id) => owners.includes(id) || !keys.has(id) || !world.deletesWithMark(id))
    .toSorted()
}

function othersThan(id: NodeId, nodes: readonly NodeId[]): NodeId[] {
  return nodes.filter((other) => other !== id)
}
