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
  /** The owner and the node that takes the slot from it, properly open meanwhile. */
  readonly path?: readonly [owner: NodeId, taker: NodeId]
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

const UNOWNED: readonly Rule[] = [
  ownerOutside,
  ownerGone,
  unownedKeys,
  unownedImporting,
  unownedKnown,
  unownedEmpty,
]
const OWNED: readonly Rule[] = [markToLostNode, finishMove, closeMove, orphansAndDisputes]

/** A node that the others do not know has it: who gets it besides would keep its keys from clients. */
function ownerOutside({outside}: SlotFacts): Remedy | undefined {
  return outside === undefined ? undefined : {rule: 'owner-outside', blocked: {about: outside}}
}

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
 * Who holds keys becomes the owner; where several do, the others send theirs to it, and what both have is compared. Which
 * one: whom a mark of a move says, or the journal. A node that is importing the slot comes next: Valkey 8 and later make
 * themselves the owner when they hear that nobody is, and would delete their keys on hearing that somebody else became it.
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
    rule: ruleFor(facts, 'unowned-keys'),
    close: markedIn(facts, world, {adopt: others}),
    claim,
    ...(others.length > 0 && {adopt: others}),
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
    close: markedIn(facts, world, {adopt: holders, stays: winner}),
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
  const blocked: Remedy = {rule: 'mark-to-lost-node', blocked: {about: peer}}
  // It may be serving the keys that it has at this moment.
  if (standing === 'away') return blocked
  if (standing !== 'lost') return undefined
  const takers = takersOf(facts, world)
  // Somebody has taken its place, with its keys.
  if (takers.some((id) => world.isHeirOf(id, peer) || id === facts.intent?.target)) return undefined
  const replica = world.bestReplicaOf(peer)
  if (replica !== undefined) return {rule: 'mark-to-lost-node', revive: replica}
  return consent.withoutLostPrimaries || takers.length > 0 ? undefined : blocked
}

/**
 * The other end of a move has keys already, or the journal says that it was to have the slot. It goes to one node; others
 * that hold keys send them there afterwards, so that what two of them have is compared.
 */
function finishMove(facts: SlotFacts, world: World): Remedy | undefined {
  const [owner] = facts.owners
  const taker = inOrder(facts, takersOf(facts, world)).at(-1)
  if (owner === undefined || taker === undefined) return undefined
  const orphans = holdersBesideOwner(facts).filter((id) => id !== taker)
  return {
    rule: 'finish-move',
    close: markedIn(facts, world, {adopt: orphans}).filter((id) => id !== owner && id !== taker),
    // A node that takes a dead one for the owner takes the cluster for down, and does not believe gossip of an open slot.
    ...(facts.disputed && {claim: owner}),
    path: [owner, taker],
    ...(orphans.length > 0 && {adopt: orphans}),
  }
}

/** Marks, and nobody holds keys to whom the slot was on its way. */
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
 * Nodes to which the slot was on its way: those with keys that say so or that the owner names, or that were replicas of
 * the one it names; or as was meant. A node that merely holds keys never gets a slot by that.
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

/** Last the one to which clients are sent for what has gone, then the one that the journal names, then who has more keys. */
function inOrder(facts: SlotFacts, nodes: readonly NodeId[]): NodeId[] {
  const {keys, intent} = facts
  const peer = peerOf(facts)
  const rank = (id: NodeId) => (id === peer && keys.has(id) ? 2 : id === intent?.target ? 1 : 0)
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

/** Nodes that bring their keys to the owner, and the one that is the owner before and after, if one is. */
type Staying = {readonly adopt?: readonly NodeId[]; readonly stays?: NodeId | undefined}

/**
 * Nodes whose marks are to go before all else. Not those that would hide the keys that they hold of it with the mark, nor
 * those that bring their keys to the owner: their mark is all that tells of these, and goes with the last of them.
 */
function markedIn(facts: SlotFacts, world: World, staying: Staying = {}): NodeId[] {
  const {owners, migrating, importing, keys} = facts
  const marked = new Set([...importing.keys(), ...migrating.keys()])
  return [...marked]
    .filter((id) => owners.includes(id) || !keys.has(id) || !keepsMark(id, facts, world, staying))
    .toSorted()
}

/**
 * One that would make itself the owner, so that the true one deletes its keys, keeps a mark only that names the node that
 * owns the slot all the time; it drops any other by itself when it hears of the new owner.
 */
function keepsMark(id: NodeId, {importing}: SlotFacts, world: World, {adopt = [], stays}: Staying): boolean {
  if (world.hidesWithMark(id)) return true
  const peer = importing.get(id)
  return adopt.includes(id) && (!world.takesImported(id) || peer === undefined || peer === stays)
}

function othersThan(id: NodeId, nodes: readonly NodeId[]): NodeId[] {
  return nodes.filter((other) => other !== id)
}
