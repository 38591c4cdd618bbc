import type {Candidate, PlannedShard} from '../domain/layout.js'
import type {CreateOutcome} from '../domain/outcome.js'
import {countSlots} from '../domain/slot.js'
import {clusterDocument} from './cluster.js'
import {type CommandDocument, documentOf} from './document.js'
import {findingDocuments} from './finding.js'
import {nodeRef, refsAmong} from './refs.js'
import {stepDocument} from './step.js'
import type {DocumentWords} from './words.js'

type CreateFields = CommandDocument<'create'>['outcome']
type PlacedNode = CreateFields['shards'][number]['primary']

/** The document of `create --json`. */
export function createDocument(outcome: CreateOutcome, words: DocumentWords): CommandDocument<'create'> {
  return documentOf('create', createFields(outcome, words))
}

/** A create from the layout to the cluster that came of it. */
export function createFields(outcome: CreateOutcome, words: DocumentWords): CreateFields {
  const {status, savedTo, software, shards, plan, steps, snapshot, findings} = outcome
  const describe = words.steps(shards)
  const refOf = refsAmong(shards.flatMap(({primary, replicas}) => [primary, ...replicas]))
  return {
    status,
    savedTo,
    software,
    shards: shards.map(plannedShard),
    plan: {
      steps: plan.steps.map((step) => stepDocument(step, describe)),
      warnings: findingDocuments(plan.warnings, {words, place: shards, refOf}),
    },
    steps: steps.map(({step, ...result}) => ({step: stepDocument(step, describe), ...result})),
    findings: findingDocuments(findings, {words, place: snapshot ?? shards, refOf}),
    cluster: snapshot && clusterDocument({snapshot, findings, searchedOwners: false}, words),
  }
}

function plannedShard({primary, ranges, replicas}: PlannedShard): CreateFields['shards'][number] {
  return {
    primary: placedNode(primary),
    replicas: replicas.map(placedNode),
    slots: ranges,
    slotCount: countSlots(ranges),
  }
}

function placedNode(node: Candidate): PlacedNode {
  return {...nodeRef(node), host: node.host, zone: node.zone}
}
