import type {Node} from '../domain/node.js'
import type {CheckOutcome, InfoOutcome, SlotOutcome, SlotsInfo} from '../domain/outcome.js'
import {countSlots, toRanges} from '../domain/slot.js'
import {type Shard, shardsOf} from '../domain/snapshot.js'
import {keysOf, totalsOf} from '../domain/totals.js'
import {type Verdicts, verdictsOf} from '../domain/verdicts.js'
import {runningFields} from './control.js'
import {type CommandDocument, documentOf} from './document.js'
import {findingDocuments} from './finding.js'
import {figureFields} from './figures.js'
import type {Full} from './full.js'
import {nodeRef, type RefOf, refsAmong} from './refs.js'
import type {ClusterFields, NodeFields, VerdictsFields} from './schemas/cluster.js'
import type {DocumentWords} from './words.js'

type NodeDocument = Full<NodeFields>
type VerdictsDocument = Full<VerdictsFields>

/** A cluster within another document. */
export type ClusterDocument = Full<ClusterFields>

/** The document of `check --json`. */
export function checkDocument(outcome: CheckOutcome, words: DocumentWords): CommandDocument<'check'> {
  const {status, searchedOwners} = outcome
  const {snapshot, ignored = []} = outcome
  const refOf = refsAmong(snapshot.nodes)
  return documentOf('check', {
    status,
    searchedOwners,
    ignored: findingDocuments(ignored, {words, place: snapshot, refOf}),
    ...clusterDocument(outcome, words),
  })
}

/** The document of `info --json`. */
export function infoDocument({snapshot, slots, running = []}: InfoOutcome): CommandDocument<'info'> {
  return documentOf('info', {
    takenAt: snapshot.takenAt,
    seed: refsAmong(snapshot.nodes)(snapshot.seed),
    totals: totalsOf(snapshot),
    primaries: shardsOf(snapshot).map(primaryDocument),
    running: runningFields(running),
    slots: slots && slotsFields(slots, refsAmong(snapshot.nodes)),
  })
}

function slotsFields(
  {by, figures, top}: SlotsInfo,
  refOf: RefOf,
): CommandDocument<'info'>['outcome']['slots'] {
  const {keys, memory, load} = figures
  return {
    by,
    top: top.map((slot) => ({
      slot,
      keys: keys[slot],
      memory: memory[slot],
      cpu: load?.cpu?.[slot],
      network: load?.network?.[slot],
    })),
    ...figureFields(figures, refOf),
  }
}

/** The document of `slot --json`. */
export function slotDocument({keys}: SlotOutcome): CommandDocument<'slot'> {
  return documentOf('slot', {
    keys: keys.map(({text, hex, slot, hashed, owners, replicas}) => ({
      key: text,
      hex,
      slot,
      hashed,
      owners: owners?.map(nodeRef),
      replicas: replicas?.map(nodeRef),
    })),
  })
}

function primaryDocument({
  primary,
  replicas,
}: Shard): CommandDocument<'info'>['outcome']['primaries'][number] {
  return {
    ...nodeRef(primary),
    reachable: primary.reachable,
    keys: keysOf(primary),
    slots: primary.slots,
    slotCount: countSlots(primary.slots),
    usedMemory: primary.info?.usedMemory,
    maxMemory: primary.info?.maxMemory,
    replicas: replicas.map((replica) => ({...nodeRef(replica), reachable: replica.reachable})),
  }
}

/** A snapshot and what was found in it; what each node says of the others is left out. */
export function clusterDocument(
  outcome: Omit<CheckOutcome, 'status'>,
  words: DocumentWords,
): ClusterDocument {
  const {snapshot, findings} = outcome
  const refOf = refsAmong(snapshot.nodes)
  return {
    takenAt: snapshot.takenAt,
    seed: refOf(snapshot.seed),
    verdicts: verdictsDocument(verdictsOf(outcome), refOf),
    findings: findingDocuments(findings, {words, place: snapshot, refOf}),
    shards: shardsOf(snapshot).map(shardDocument),
    nodes: snapshot.nodes.map(nodeDocument),
  }
}

function verdictsDocument(
  {agree, covered, openSlots, sharedSlots}: Verdicts,
  refOf: RefOf,
): VerdictsDocument {
  return {
    agree,
    covered,
    openSlots: openSlots.map(({node, migrating, importing}) => ({
      node: refOf(node),
      migrating: toRanges(migrating),
      importing: toRanges(importing),
    })),
    sharedSlots: sharedSlots?.map(({slot, owners}) => ({slot, owners: owners.map(refOf)})),
  }
}

function shardDocument({primary, replicas}: Shard): ClusterDocument['shards'][number] {
  return {
    primary: nodeRef(primary),
    replicas: replicas.map(nodeRef),
    slots: primary.slots,
    slotCount: countSlots(primary.slots),
    keys: keysOf(primary),
  }
}

function nodeDocument(node: Node): NodeDocument {
  const {host, port, busPort, hostname, role, primaryId, reachable, unreachableBecause} = node
  const {flags, configEpoch, slots, openSlots, config, refusals, strayKeys} = node
  return {
    ...nodeRef(node),
    host,
    port,
    busPort,
    hostname,
    role,
    primaryId,
    reachable,
    unreachableBecause,
    flags,
    configEpoch,
    ...clusterInfoFacts(node),
    slots,
    slotCount: countSlots(slots),
    openSlots,
    ...infoFacts(node),
    config,
    refusals,
    strayKeys,
  }
}

function clusterInfoFacts({
  clusterInfo,
}: Node): Pick<NodeDocument, 'currentEpoch' | 'clusterState' | 'knownNodes'> {
  return {
    currentEpoch: clusterInfo?.currentEpoch,
    clusterState: clusterInfo?.state,
    knownNodes: clusterInfo?.knownNodes,
  }
}

function infoFacts(node: Node): Pick<NodeDocument, InfoFact> {
  const {info} = node
  return {
    keys: keysOf(node),
    keysByDb: info?.keys,
    usedMemory: info?.usedMemory,
    maxMemory: info?.maxMemory,
    software: info?.software,
    version: info?.version,
    zone: info?.availabilityZone || undefined,
    loading: info?.loading,
    replication: info?.replication,
  }
}

type InfoFact =
  | 'keys'
  | 'keysByDb'
  | 'usedMemory'
  | 'maxMemory'
  | 'software'
  | 'version'
  | 'zone'
  | 'loading'
  | 'replication'
