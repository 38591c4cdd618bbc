import type {Node} from '../domain/node.js'
import type {CheckOutcome} from '../domain/outcome.js'
import {countSlots, toRanges} from '../domain/slot.js'
import {type Shard, shardsOf} from '../domain/snapshot.js'
import {runningContext} from './finding-text.js'
import {findingsJson, nodeRef, type RefOf, refsAmong} from './json-facts.js'
import type {ClusterJson, NodeJson, ShardJson, VerdictsJson} from './json-types.js'
import {keysOf} from './totals.js'
import {type Verdicts, verdictsOf} from './verdicts.js'

/** A snapshot and what was found in it; what each node says of the others is left out. */
export function clusterJson(outcome: Omit<CheckOutcome, 'status'>): ClusterJson {
  const {snapshot, findings} = outcome
  const refOf = refsAmong(snapshot.nodes)
  return {
    takenAt: snapshot.takenAt,
    seed: refOf(snapshot.seed),
    verdicts: verdictsJson(verdictsOf(outcome), refOf),
    findings: findingsJson(findings, runningContext(snapshot), refOf),
    shards: shardsOf(snapshot).map(shardJson),
    nodes: snapshot.nodes.map(nodeJson),
  }
}

function verdictsJson({agree, covered, openSlots, sharedSlots}: Verdicts, refOf: RefOf): VerdictsJson {
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

function shardJson({primary, replicas}: Shard): ShardJson {
  return {
    primary: nodeRef(primary),
    replicas: replicas.map(nodeRef),
    slots: primary.slots,
    slotCount: countSlots(primary.slots),
    keys: keysOf(primary),
  }
}

function nodeJson(node: Node): NodeJson {
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
    ...clusterInfoJson(node),
    slots,
    slotCount: countSlots(slots),
    openSlots,
    ...infoFacts(node),
    config,
    refusals,
    strayKeys,
  }
}

function clusterInfoJson({
  clusterInfo,
}: Node): Pick<NodeJson, 'currentEpoch' | 'clusterState' | 'knownNodes'> {
  return {
    currentEpoch: clusterInfo?.currentEpoch,
    clusterState: clusterInfo?.state,
    knownNodes: clusterInfo?.knownNodes,
  }
}

function infoFacts(node: Node): Pick<NodeJson, InfoFact> {
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
