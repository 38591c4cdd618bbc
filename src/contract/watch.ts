import {lagOf} from '../domain/lag.js'
import type {Node, NodePlace} from '../domain/node.js'
import type {Finding} from '../domain/finding.js'
import {countSlots, SLOT_COUNT} from '../domain/slot.js'
import {uncoveredRanges} from '../domain/snapshot.js'
import {keysOf, totalsOf} from '../domain/totals.js'
import type {Transition} from '../domain/transition.js'
import type {MoveSeen, WatchNews, WatchPicture} from '../domain/watch.js'
import {type CommandDocument, documentOf} from './document.js'
import {type FindingDocument, findingDocuments} from './finding.js'
import {nodeRef, type RefOf, refsAmong} from './refs.js'
import type {DocumentWords} from './words.js'

type WatchFields = CommandDocument<'watch'>['outcome']
type EventFields = WatchFields['events'][number]
type ToFinding = (finding: Finding) => FindingDocument

/** One document of `watch --json`. */
export function watchDocument(picture: WatchPicture, words: DocumentWords): CommandDocument<'watch'> {
  const {sample, through, seedLost, unread, rates} = picture
  const {snapshot, milliseconds} = sample
  const refOf = refsAmong(snapshot.nodes)
  const toFinding: ToFinding = (finding) => {
    const [document] = findingDocuments([finding], {words, place: snapshot, refOf})
    if (!document) throw new TypeError('each finding has a document')
    return document
  }
  const {primaries, replicas, keys, usedMemory} = totalsOf(snapshot)
  return documentOf('watch', {
    takenAt: snapshot.takenAt,
    milliseconds,
    through,
    seedLost,
    unread,
    totals: {
      primaries,
      replicas,
      slotsCovered: SLOT_COUNT - countSlots(uncoveredRanges(snapshot)),
      keys,
      usedMemory,
      ...rates.total,
    },
    nodes: snapshot.nodes.map((node) => nodeFields(node, picture)),
    findings: picture.findings.map(({finding, since}) => ({
      since: timeOf(since),
      finding: toFinding(finding),
    })),
    moves: picture.moves.map((move) => moveFields(move, refOf)),
    events: picture.news.map((news) => eventFields(news, toFinding)),
  })
}

function nodeFields(node: Node, picture: WatchPicture): WatchFields['nodes'][number] {
  const {info} = node
  const lag = lagOf(node, picture.sample.snapshot)
  return {
    ...nodeRef(node),
    role: node.role,
    primaryId: node.primaryId,
    reachable: node.reachable,
    unreachableBecause: node.unreachableBecause,
    flags: node.flags,
    slotCount: countSlots(node.slots),
    keys: keysOf(node),
    usedMemory: info?.usedMemory,
    maxMemory: info?.maxMemory,
    ...rateFields(node, picture),
    linkUp: node.role === 'replica' ? info?.replication.linkUp : undefined,
    lagBytes: lag.bytes,
    lagSeconds: lag.seconds,
    zone: info?.availabilityZone,
    version: info?.version,
  }
}

type RateFields = 'opsPerSecond' | 'hitRate' | 'netInPerSecond' | 'netOutPerSecond' | 'clients'

function rateFields(
  {id}: Node,
  {sample, rates}: WatchPicture,
): Pick<WatchFields['nodes'][number], RateFields> {
  const rate = rates.nodes.get(id)
  return {
    opsPerSecond: rate?.opsPerSecond,
    hitRate: rate?.hitRate,
    netInPerSecond: rate?.netInPerSecond,
    netOutPerSecond: rate?.netOutPerSecond,
    clients: sample.stats.get(id)?.clients,
  }
}

function moveFields(
  {by, who, source, target, slots, progress, since, leftMs}: MoveSeen,
  refOf: RefOf,
): WatchFields['moves'][number] {
  return {
    by,
    who,
    source: source && refOf(source),
    target: target && refOf(target),
    slots,
    progress,
    since: timeOf(since),
    leftMs,
  }
}

function eventFields(news: WatchNews, toFinding: ToFinding): EventFields {
  const at = timeOf(news.at)
  switch (news.type) {
    case 'transition':
      return transitionFields(news.transition, at)
    case 'finding':
      return {kind: 'finding', at, finding: toFinding(news.finding)}
    case 'finding-over':
      return {kind: 'finding-over', at, finding: toFinding(news.finding), since: timeOf(news.since)}
    default:
      return news satisfies never
  }
}

function transitionFields(transition: Transition, at: string): EventFields {
  switch (transition.kind) {
    case 'node-lost':
      return {kind: transition.kind, at, node: nodeRef(transition.node), reason: transition.reason}
    case 'node-joined':
      return {kind: transition.kind, at, node: nodeRef(transition.node), role: transition.role}
    case 'node-back':
    case 'node-left':
    case 'node-restarted':
      return {kind: transition.kind, at, node: nodeRef(transition.node)}
    case 'promoted': {
      const {kind, node, from, ranges} = transition
      return {kind, at, node: nodeRef(node), from: refOrNone(from), slots: ranges}
    }
    case 'demoted':
    case 'primary-changed': {
      const {kind, node, primary} = transition
      return {kind, at, node: nodeRef(node), primary: refOrNone(primary)}
    }
    case 'slots-moved': {
      const {kind, from, to, ranges} = transition
      return {kind, at, from: refOrNone(from), to: refOrNone(to), slots: ranges}
    }
    default:
      return transition satisfies never
  }
}

function refOrNone(place: NodePlace | undefined): ReturnType<typeof nodeRef> | undefined {
  return place && nodeRef(place)
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
