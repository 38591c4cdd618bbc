import type {Candidate, PlannedShard} from '../../../../src/domain/layout.js'
import type {Node} from '../../../../src/domain/node.js'
import type {Step} from '../../../../src/domain/step.js'
import type {SlotRange} from '../../../../src/domain/slot.js'
import {planLayout} from '../../../../src/planning/create/layout.js'
import type {CreateReading} from '../../../../src/planning/create/listed.js'
import {id, nameOf, snapshot} from '../../../support/snapshot.js'

/** A simulation of nodes, each on its own host: what each is, and what each knows of the others. */
export type World = Map<string, Member>

type Member = {
  slots: readonly SlotRange[]
  primary: string | undefined
  epoch: number
  /** More words for the node's line, such as keys=3. */
  words: string
  readonly knows: Set<string>
  /** Others whose slots or role this node has not heard of yet. */
  readonly stale: Set<string>
}

/** Empty nodes that know nobody. */
export function emptyWorld(names: string): World {
  const member = () => ({
    slots: [],
    primary: undefined,
    epoch: 0,
    words: '',
    knows: new Set<string>(),
    stale: new Set<string>(),
  })
  return new Map(names.split(' ').map((name) => [name, member()]))
}

/** Carries out a step. A meet or agree has an effect only from nodes to nodes for which `reaches` returns true. */
export function apply(
  world: World,
  step: Step,
  reaches: (from: string, to: string) => boolean = () => true,
): void {
  const member = (nodeId: string) => {
    const found = world.get(nameOf(nodeId))
    if (!found) throw new Error(`no node ${nodeId}`)
    return found
  }
  if (step.kind === 'assign-slots') member(step.node).slots = step.ranges
  if (step.kind === 'set-epoch') member(step.node).epoch = step.epoch
  if (step.kind === 'replicate') {
    member(step.node).primary = nameOf(step.primary)
    for (const [name, other] of world) if (name !== nameOf(step.node)) other.stale.add(nameOf(step.node))
  }
  if (step.kind === 'meet') forPairs(world, reaches, greet)
  if (step.kind === 'agree') forPairs(world, reaches, (node, other) => node.stale.delete(other))
}

/** A node hears of the other's slots later. */
function greet(node: Member, other: string): void {
  node.knows.add(other)
  node.stale.add(other)
}

/** The nodes of the world as a snapshot shows them. */
export function nodesOf(world: World, names = [...world.keys()]): Node[] {
  const lines = [...world].map(([name, member]) => `${name} ${lineOf(member)} ${stateOf(world, member)}`)
  const views = Object.fromEntries([...world].map(([name, member]) => [name, viewOf(world, name, member)]))
  const {nodes} = snapshot(lines.join('\n'), {views})
  return names
    .flatMap((name) => nodes.filter((node) => node.id === id(name)))
    .map((node) => withSlots(world, node))
}

/** Ranges from text such as `0-99,200`. */
export function ranges(text: string): SlotRange[] {
  return text.split(',').map((part) => {
    const [start = 0, end = start] = part.split('-').map(Number)
    return {start, end}
  })
}

/** What create reads from the nodes in its list. */
export function readingsOf(world: World, names?: string[]): CreateReading[] {
  return nodesOf(world, names).map((node) => ({
    typed: node.address,
    knownAs: [],
    node,
    failure: undefined,
    busPortClosed: undefined,
  }))
}

/** The layout that create plans for these nodes. */
export function layoutOf(nodes: readonly Node[], replicas: number): PlannedShard[] {
  const candidates: Candidate[] = nodes.map(({id, address, host}) => ({id, address, host, zone: undefined}))
  return planLayout(candidates, replicas)
}

function forPairs(
  world: World,
  reaches: (from: string, to: string) => boolean,
  act: (node: Member, other: string) => void,
): void {
  for (const [name, node] of world) {
    for (const other of world.keys()) if (other !== name && reaches(name, other)) act(node, other)
  }
}

function lineOf({primary, epoch, words}: Member): string {
  return `${primary === undefined ? '' : `replica of ${primary}`} epoch=${epoch} ${words}`
}

/** Adds the slots, to the node itself and to the views that have heard of them: text with slots takes long to parse. */
function withSlots(world: World, node: Node): Node {
  const self = world.get(nameOf(node.id))
  const view = node.view.map((line) => {
    const name = nameOf(line.id)
    return self?.stale.has(name) ? line : {...line, slots: world.get(name)?.slots ?? []}
  })
  return {...node, slots: self?.slots ?? [], view}
}

function stateOf(world: World, {knows, stale}: Member): string {
  return knows.size === world.size - 1 && stale.size === 0 ? '' : 'state=fail'
}

function viewOf(world: World, name: string, {knows, stale}: Member): string {
  const others = [...world.keys()].filter((other) => other !== name)
  const lines = others.map((other) => {
    if (!knows.has(other)) return `${other} unknown`
    return stale.has(other) ? other : ''
  })
  return lines.filter((line) => line !== '').join('\n')
}
