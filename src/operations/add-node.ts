import {whenServerError} from '../redis/errors.js'
import {type Address, formatAddress} from '../domain/address.js'
import type {EndpointFacts} from '../domain/move-facts.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {nodeById, reachablePrimaries} from '../domain/snapshot.js'
import {memberProblems} from '../planning/add-node/member-problems.js'
import {type Joining, type Libraries, planAddNode} from '../planning/add-node/plan.js'
import {addProblems, type AddProblem, type Newcomer} from '../planning/add-node/problems.js'
import type {CreateReading} from '../planning/create/listed.js'
import {findPrimary} from '../planning/find-node.js'
import {type Home, planReplicaHomes, toCandidate} from '../planning/replica-homes.js'
import {type ReadCandidate, readCandidate} from '../redis/candidate.js'
import {refuseProblems} from './refuse-problems.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'

export type AddNodeOptions = ChangeOptions & {
  readonly asReplicas: boolean
  /** The primary of the new replicas, as the user names it. Default: the primaries with the fewest replicas. */
  readonly primary: string | undefined
}

/**
 * Makes nodes members of a cluster, or continues where an earlier run stopped. Throws REFUSED or UNREACHABLE with
 * every problem of every node before anything is changed. Slots without an owner and dead nodes elsewhere are no
 * problem: the new nodes may be there to repair them.
 */
export function addNode(
  nodes: readonly Address[],
  seed: Address,
  {asReplicas, primary, ...options}: AddNodeOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  return change(
    {
      command: 'add-node',
      seed,
      makePlan: (situation) => makePlan(nodes, situation, {asReplicas, primary}),
    },
    options,
    context,
  )
}

async function makePlan(
  nodes: readonly Address[],
  situation: Situation,
  {asReplicas, primary}: Pick<AddNodeOptions, 'asReplicas' | 'primary'>,
): Promise<Plan> {
  const {snapshot} = situation
  const wanted = primary === undefined ? undefined : findPrimary(snapshot, primary).id
  const ready = await readyToJoin(nodes, situation, {
    asReplicas,
    wanted,
    homesFor: (joining) => (asReplicas ? homesFor(situation, joining, wanted) : []),
  })
  return planAddNode(snapshot, ready.joining, ready)
}

/** Nodes that may join, the primaries that they are to follow, and the functions of the cluster. */
export type ReadyToJoin = {
  readonly joining: readonly Joining[]
  readonly homes: readonly Home[]
  readonly libraries: Libraries
}

/**
 * Reads nodes that are to join. Throws REFUSED or UNREACHABLE with every problem of every node. `homesFor` chooses
 * their primaries; `wanted` is the one that the user named.
 */
export async function readyToJoin(
  nodes: readonly Address[],
  situation: Situation,
  {
    asReplicas,
    wanted,
    homesFor: choose,
  }: {
    readonly asReplicas: boolean
    readonly wanted?: Home['primary'] | undefined
    readonly homesFor: (joining: readonly Joining[]) => Home[]
  },
): Promise<ReadyToJoin> {
  const {snapshot, session} = situation
  const candidates = await Promise.all(nodes.map((address) => readCandidate(session, address)))
  const newcomers = await Promise.all(candidates.map((candidate) => toNewcomer(situation, candidate)))
  const joining = newcomers.flatMap(({reading: {node}, end}): Joining[] => (node ? [{node, end}] : []))
  const homes = choose(joining)
  const libraries = await librariesOf(situation)
  const problems = [
    ...addProblems(snapshot, newcomers, {homes, functions: libraries.functions}),
    ...(asReplicas ? homeProblems(situation, joining, homes) : []),
    ...memberProblems(
      snapshot,
      joining.map(({node}) => node),
      {asReplicas, primary: wanted},
    ),
  ]
  refuseProblems(problems)
  return {joining, homes, libraries}
}

async function toNewcomer({session}: Situation, candidate: ReadCandidate): Promise<Newcomer> {
  const typed = formatAddress(candidate.address)
  if ('failure' in candidate) {
    const reading: CreateReading = {
      typed,
      knownAs: [],
      node: undefined,
      failure: candidate.failure,
      busPortClosed: undefined,
    }
    return {reading, end: undefined}
  }
  const {node, busPortClosed, met} = candidate
  const reading = {typed, knownAs: [formatAddress(met)], node, failure: undefined, busPortClosed}
  const end: EndpointFacts | undefined = await session
    .node(node.id)
    .endpointFacts()
    .catch(whenServerError(undefined))
  return {reading, end}
}

/** A member that is a replica already has its primary. */
function homesFor(
  {snapshot}: Situation,
  joining: readonly Joining[],
  wanted: Home['primary'] | undefined,
): Home[] {
  const homeless = joining.filter(({node}) => nodeById(snapshot, node.id)?.role !== 'replica')
  const others = {
    ...snapshot,
    nodes: snapshot.nodes.filter(({id}) => !homeless.some(({node}) => node.id === id)),
  }
  return planReplicaHomes(
    others,
    homeless.map(({node}) => toCandidate(node)),
    wanted,
  )
}

function homeProblems(
  {snapshot}: Situation,
  joining: readonly Joining[],
  homes: readonly Home[],
): AddProblem[] {
  const homeless = joining.filter(
    ({node}) =>
      nodeById(snapshot, node.id)?.role !== 'replica' && !homes.some((home) => home.node === node.id),
  )
  const owner = joining.find(({node}) => (nodeById(snapshot, node.id)?.slots.length ?? 0) > 0)?.node
  return [
    ...homeless.map(({node}) => ({
      address: node.address,
      code: 'no-primary',
      message: `There is no primary that ${node.address} could be a replica of.`,
    })),
    ...(owner ? [ownerProblem(owner)] : []),
  ]
}

function ownerProblem({address}: {readonly address: string}): AddProblem {
  const code = 'owns-slots'
  const is = 'is a primary of this cluster that owns slots'
  return {
    address,
    code,
    message: `${address} ${is}, so it cannot become a replica.`,
    fact: {code: 'unfit-node', address, why: code, reason: is},
  }
}

/** From the first primary that has slots, because functions are where keys are. */
async function librariesOf({session, snapshot}: Situation): Promise<Libraries> {
  const primaries = reachablePrimaries(snapshot)
  const [first] = [...primaries.filter(({slots}) => slots.length > 0), ...primaries]
  if (!first) return {from: undefined, functions: []}
  return {from: first.id, functions: (await session.node(first.id).functions()) ?? []}
}
