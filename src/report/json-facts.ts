import type {Finding} from '../domain/finding.js'
import type {NodeId} from '../domain/node.js'
import type {Step} from '../domain/step.js'
import type {AdviceContext} from './finding-advice.js'
import {describeFindings} from './finding-text.js'
import type {FindingJson, NodeRef, StepJson} from './json-types.js'
import type {NameOf} from './names.js'
import {describeStep} from './step-text.js'

/** How a node is written where only its name matters. */
export type RefOf = (id: NodeId) => NodeRef

type Named = {readonly id: NodeId; readonly host: string; readonly address: string}

/** Findings with words and facts, the most serious first. */
export function findingsJson(
  findings: readonly Finding[],
  context: AdviceContext,
  refOf: RefOf,
): FindingJson[] {
  return describeFindings(findings, context).map(({finding, severity, message, advice}) => {
    const {code, nodes, ranges, ...facts} = finding
    return {code, severity, message, advice, nodes: nodes.map(refOf), slots: ranges, ...callSlots(facts)}
  })
}

/** A step with its facts; its nodes are ids. */
export function stepJson(step: Step, nameOf: NameOf): StepJson {
  const {kind, ...facts} = step
  return {kind, description: describeStep(step, nameOf), ...callSlots(facts)}
}

/** Id and address of a node that is at hand. */
export function nodeRef({id, host, address}: Named): NodeRef {
  return {id, address: host === '' ? undefined : address}
}

/** Id and address of nodes by id; of a node that is not among these the id alone. */
export function refsAmong(nodes: readonly Named[]): RefOf {
  const refs = new Map(nodes.map((node) => [node.id, nodeRef(node)]))
  return (id) => refs.get(id) ?? {id, address: undefined}
}

/** Documents say slots where the domain says ranges, at every depth. */
function callSlots(facts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key === 'ranges' ? 'slots' : key, callSlotsIn(value)]),
  )
}

function callSlotsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(callSlotsIn)
  return typeof value === 'object' && value !== null ? callSlots(value) : value
}
