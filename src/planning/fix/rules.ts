import type {NodeId} from '../../domain/node.js'
import type {FixConsent, FixRule} from '../../domain/repair.js'
import type {SlotFacts} from './facts.js'
import type {World} from './world.js'

/** What to do about a slot, in the order of the fields. What is missing is not done. */
export type Remedy = {
  readonly rule: FixRule
  /** There is no safe remedy, for the reason that the rule gives; `about` is the node that prevents one. */
  readonly blocked?: {readonly about: NodeId | undefined}
  /** A replica that takes over from its lost primary. Everything else is planned again after that. */
  readonly revive?: NodeId
  /**
   * The node in `claim`, if it is still migrating the slot: then it refuses keys of the slot that it does not have, so
   * this mark is cleared before others send it their keys.
   */
  readonly unmark?: NodeId
  /** Nodes whose marks are cleared before anything is moved. */
  readonly close?: readonly NodeId[]
  /** Nodes that also own the slot, besides the one in `claim`, and give it their keys and the slot. */
  readonly giveUp?: readonly NodeId[]
  /** The node that becomes the owner, whatever others say; 'spread': the node that the layout chooses. */
  readonly claim?: NodeId | 'spread'
  /** The owner and the node that takes the slot from it; the slot is open on both in between. */
  readonly path?: readonly [owner: NodeId, taker: NodeId]
  /** Nodes that do not own the slot and whose keys of it move to the owner. */
  readonly adopt?: readonly NodeId[]
}

type FixRuleFor = (facts: SlotFacts, world: World, consent: FixConsent) => Remedy | undefined

/**
 * What to do about a slot: the first rule that applies. There is a group of rules for slots that nobody owns, for
 * slots that several nodes own, and for slots that one node owns. Undefined if nothing is wrong.
 */
export function decide(facts: SlotFacts, world: World, consent: FixConsent): Remedy | undefined {
  const rules = facts.owners.length === 0 ? UNOWNED : facts.owners.length === 1 ? OWNED : [claimedTwice]
  for (const rule of rules) {
    const remedy = rule(facts, world, consent)
    if (remedy) return remedy
  }
  return undefined
}

const UNOWNED: readonly FixRuleFor[] = [
  ownerOutside,
  ownerGone,
  unownedKeys,
  unownedImporting,
  unownedKnown,
  unownedEmpty,
]
const OWNED: readonly FixRuleFor[] = [markToLostNode, finishMove, closeMove, orphansAndDisputes]

/** A node that the others do not know has the slot. If another node got it too, its keys would be lost to clients. */
function ownerOutside({outside}: SlotFacts): Remedy | undefined {
  return outside === undefined ? undefined : {rule: 'owner-outside', blocked: {about: outside}}
}

/** The node that the others consider the owner does not answer. */
function ownerGone({named}: SlotFacts, world: World, consent: FixConsent): Remedy | undefined {
  if (named === undefined) return undefined
  const standing = world.standingOf(named)
  if (standing === 'away') return {rule: 'owner-away', blocked: {about: named}}
  if (standing !== 'lost') return undefined
  const replica = world.bestReplicaOf(named)
  if (replica !== undefined) return {rule: 'owner-lost-replica-left', revive: replica}
  return consent.withoutLostPrimaries ? undefined : {rule: 'owner-lost', blocked: {about: named}}
}

/**
 * The node that holds keys becomes the owner. If several do, the others send theirs to it, and keys that two of them
 * have are compared. The first choice is the node that a mark of a move names, then the one in the journal. A node
 * that is importing the slot comes next: Valkey 8 and later make it the owner when it hears that there is none, and
 * it would delete its keys when it hears that another node became the owner.
 */
function unownedKeys(facts: SlotFacts, world: World): Remedy | undefined {
  const {keys, migrating, importing, intent} = facts
  const sentTo = new Set(migrating.values())
  const rank = (id: NodeId) => (sentTo.has(id) ? 3 : id === intent?.target ? 2 : importing.has(id) ? 1 : 0)
  const [claim, ...others] = [...keys.keys()].toSorted(
    (a, b) => rank(b) - rank(a) || (keys.get(b) ?? 0) - (keys.get(a) ?? 0) || (a < b ? -1 : 1),
  )
  if (claim === undefined) return undefined
  return {
    rule: 'unowned-keys',
    close: markedIn(facts, world, {adopt: others}),
    claim,
    ...(others.length > 0 && {adopt: others}),
  }
}

/** The source was told of the new owner, and clustertool died before the new owner was told. */
function unownedImporting(facts: SlotFacts, world: World): Remedy | undefined {
  const [importer, ...more] = facts.importing.keys()
  if (importer === undefined || more.length > 0) return undefined
  return {rule: 'unowned-importing', close: othersThan(importer, markedIn(facts, world)), claim: importer}
}

/** There are no keys; the node that the others consider the owner answers and says that it is not. */
function unownedKnown(facts: SlotFacts, world: World): Remedy | undefined {
  if (facts.named === undefined || world.standingOf(facts.named) !== 'primary') return undefined
  return {rule: 'unowned-known', close: markedIn(facts, world), claim: facts.named}
}

/** If it applies only because a lost owner was given up, it is reported as `owner-lost`. */
function unownedEmpty(facts: SlotFacts, world: World): Remedy {
  const rule = facts.named === undefined ? 'unowned-empty' : 'owner-lost'
  return {rule, close: markedIn(facts, world), claim: 'spread'}
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
  const marked = markedIn(facts, world, {adopt: holders, stays: winner})
  const refuses = winner !== undefined && facts.migrating.has(winner)
  return {
    rule: 'claimed-twice',
    ...(refuses && {unmark: winner}),
    close: refuses ? othersThan(winner, marked) : marked,
    giveUp: owners.filter((id) => id !== winner),
    ...(winner !== undefined && {claim: winner}),
    ...(holders.length > 0 && {adopt: holders}),
  }
}

/** Keys may have moved to a node that cannot be asked now. */
function markToLostNode(facts: SlotFacts, world: World, consent: FixConsent): Remedy | undefined {
  const peer = peerOf(facts)
  if (peer === undefined) return undefined
  const standing = world.standingOf(peer)
  const blocked: Remedy = {rule: 'mark-to-lost-node', blocked: {about: peer}}
  // It may be serving the keys that it has.
  if (standing === 'away') return blocked
  if (standing !== 'lost') return undefined
  const takers = takersOf(facts, world)
  // Another node has taken over from it, with its keys.
  if (takers.some((id) => world.isHeirOf(id, peer) || id === facts.intent?.target)) return undefined
  const replica = world.bestReplicaOf(peer)
  if (replica !== undefined) return {rule: 'mark-to-lost-node', revive: replica}
  return consent.withoutLostPrimaries || takers.length > 0 ? undefined : blocked
}

/**
 * The other end of a move already has keys, or the journal says that the slot should move there. The slot goes to one
 * node. Other nodes that hold keys send them there afterwards, so that keys that two of them have are compared.
 */
function finishMove(facts: SlotFacts, world: World): Remedy | undefined {
  const [owner] = facts.owners
  const taker = inOrder(facts, takersOf(facts, world)).at(-1)
  if (owner === undefined || taker === undefined) return undefined
  const orphans = holdersBesideOwner(facts).filter((id) => id !== taker)
  return {
    rule: 'finish-move',
    close: markedIn(facts, world, {adopt: orphans}).filter((id) => id !== owner && id !== taker),
    // A node that considers a dead node the owner considers the cluster down, and ignores gossip about an open slot.
    ...(facts.disputed && {claim: owner}),
    path: [owner, taker],
    ...(orphans.length > 0 && {adopt: orphans}),
  }
}

/** There are marks, and no node to which the slot was moving holds keys. */
function closeMove(facts: SlotFacts, world: World): Remedy | undefined {
  const [owner] = facts.owners
  const marked = markedIn(facts, world, {adopt: holdersBesideOwner(facts), stays: owner})
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
 * Nodes to which the slot was moving: nodes with keys that are importing it, that the owner's mark names, or that
 * were replicas of the node it names; or the intended target. A node never gets a slot only because it holds keys.
 */
function takersOf(facts: SlotFacts, world: World): NodeId[] {
  const peer = peerOf(facts)
  const holders = peer === undefined ? [] : holdersBesideOwner(facts)
  const takers = holders.filter(
    (id) =>
      facts.importing.has(id) ||
      id === peer ||
      (peer !== undefined && world.standingOf(peer) !== 'primary' && world.isHeirOf(id, peer)),
  )
  const meant = meantTarget(facts, world)
  return [...new Set([...takers, ...(meant === undefined ? [] : [meant])])]
}

/**
 * The target according to the journal, if its move had started from this owner. The mark may name a dead node
 * instead, from which that target took over.
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

/**
 * Sorted by preference, the best one last: the node to which clients are redirected for moved keys, before it the one
 * that the journal names, then nodes with more keys.
 */
function inOrder(facts: SlotFacts, nodes: readonly NodeId[]): NodeId[] {
  const {keys, intent} = facts
  const peer = peerOf(facts)
  const rank = (id: NodeId) => (id === peer && keys.has(id) ? 2 : id === intent?.target ? 1 : 0)
  return nodes.toSorted(
    (a, b) => rank(a) - rank(b) || (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || (a < b ? -1 : 1),
  )
}

/** The node that the only owner's mark names as the target. */
function peerOf({owners: [owner], migrating}: SlotFacts): NodeId | undefined {
  return owner === undefined ? undefined : migrating.get(owner)
}

function holdersBesideOwner({owners: [owner], keys}: SlotFacts): NodeId[] {
  return [...keys.keys()].filter((id) => id !== owner)
}

/** Nodes that move their keys to the owner, and the node that is the owner before and after, if there is one. */
type Staying = {readonly adopt?: readonly NodeId[]; readonly stays?: NodeId | undefined}

/**
 * Nodes whose marks are cleared before anything else. Not nodes that would hide their keys together with the mark,
 * and not nodes that move their keys to the owner: only their mark shows that there are keys, and it is cleared with
 * the last of them.
 */
function markedIn(facts: SlotFacts, world: World, staying: Staying = {}): NodeId[] {
  const {owners, migrating, importing, keys} = facts
  const marked = new Set([...importing.keys(), ...migrating.keys()])
  return [...marked]
    .filter((id) => owners.includes(id) || !keys.has(id) || !keepsMark(id, facts, world, staying))
    .toSorted()
}

/**
 * A node that would make itself the owner, so that the real owner deletes its keys, keeps only a mark that names the
 * node that owns the slot all the time. It drops any other mark itself when it hears of the new owner.
 */
function keepsMark(id: NodeId, {importing}: SlotFacts, world: World, {adopt = [], stays}: Staying): boolean {
  if (world.hidesWithMark(id)) return true
  const peer = importing.get(id)
  return adopt.includes(id) && (!world.takesImported(id) || peer === undefined || peer === stays)
}

function othersThan(id: NodeId, nodes: readonly NodeId[]): NodeId[] {
  return nodes.filter((other) => other !== id)
}
