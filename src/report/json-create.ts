import type {Candidate, PlannedShard} from '../domain/layout.js'
import type {CreateOutcome} from '../domain/outcome.js'
import {countSlots} from '../domain/slot.js'
import {plannedContext, runningContext} from './finding-text.js'
import {clusterJson} from './json-cluster.js'
import {findingsJson, nodeRef, refsAmong, stepJson} from './json-facts.js'
import type {CreateJson, PlacedNodeJson} from './json-types.js'
import {namesOfShards} from './names.js'

/** A create from the layout to the cluster that came of it. */
export function createOutcomeJson(outcome: CreateOutcome): CreateJson {
  const {status, savedTo, software, shards, plan, steps, snapshot, findings} = outcome
  const nameOf = namesOfShards(shards)
  const planned = plannedContext(shards)
  const refOf = refsAmong(shards.flatMap(({primary, replicas}) => [primary, ...replicas]))
  return {
    status,
    savedTo,
    software,
    shards: shards.map(plannedShardJson),
    plan: {
      steps: plan.steps.map((step) => stepJson(step, nameOf)),
      warnings: findingsJson(plan.warnings, planned, refOf),
    },
    steps: steps.map(({step, ...result}) => ({step: stepJson(step, nameOf), ...result})),
    findings: findingsJson(findings, snapshot ? runningContext(snapshot) : planned, refOf),
    cluster: snapshot && clusterJson({snapshot, findings, searchedOwners: false}),
  }
}

function plannedShardJson({primary, ranges, replicas}: PlannedShard): CreateJson['shards'][number] {
  return {
    primary: placedNodeJson(primary),
    replicas: replicas.map(placedNodeJson),
    slots: ranges,
    slotCount: countSlots(ranges),
  }
}

function placedNodeJson(node: Candidate): PlacedNodeJson {
  return {...nodeRef(node), host: node.host, zone: node.zone}
}
