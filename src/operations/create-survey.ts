import {type Address, formatAddress} from '../domain/address.js'
import type {ClusterToolError} from '../domain/errors.js'
import type {Candidate as PlacedNode} from '../domain/layout.js'
import type {Node} from '../domain/node.js'
import type {CreateProposal} from '../domain/outcome.js'
import {countPrimaries, planLayout} from '../planning/create/layout.js'
import type {CreateReading} from '../planning/create/listed.js'
import {planCreate} from '../planning/create/plan.js'
import {createProblems, type Problem} from '../planning/create/problems.js'
import {problemsError} from './refuse-problems.js'
import {type ReadCandidate, readCandidate} from '../redis/candidate.js'
import type {Session} from '../redis/session.js'

export type CreateRequest = {
  readonly replicas: number
  readonly allowFewerPrimaries: boolean
  readonly dryRun: boolean
  /** The file in which to save the plan, instead of carrying it out. */
  readonly out?: string | undefined
  /** Continue although another clustertool is changing the cluster. */
  readonly force?: boolean
  /** Milliseconds to wait until nodes have found each other and agree. */
  readonly joinLimitMs: number
}

/**
 * Reads all nodes in parallel and plans what to do with them. Throws REFUSED, or UNREACHABLE if a node cannot be
 * read, with every problem of every node.
 */
export async function surveyNodes(
  session: Session,
  addresses: readonly Address[],
  options: CreateRequest,
): Promise<CreateProposal> {
  const readings = (await Promise.all(addresses.map((address) => readCandidate(session, address)))).map(
    toReading,
  )
  const nodes = readings.flatMap(({node}) => (node ? [node] : []))
  const shards = planShards(nodes, readings.length, options)
  const problems = createProblems(readings, {
    replicasPerPrimary: options.replicas,
    allowFewerPrimaries: options.allowFewerPrimaries,
    shards,
  })
  if (problems.length > 0 || !shards) throw refusal(problems)
  return {shards, plan: planCreate(nodes, shards), software: nodes[0]?.info?.software ?? 'redis'}
}

function toReading(candidate: ReadCandidate): CreateReading {
  const typed = formatAddress(candidate.address)
  if ('failure' in candidate) {
    return {typed, knownAs: [], node: undefined, failure: candidate.failure, busPortClosed: undefined}
  }
  const {node, busPortClosed, met} = candidate
  return {typed, knownAs: [formatAddress(met)], node, failure: undefined, busPortClosed}
}

/** No layout is possible while a node is missing or named twice. */
function planShards(nodes: readonly Node[], count: number, {replicas}: CreateRequest) {
  const distinct = new Set(nodes.map(({id}) => id)).size
  if (distinct < count || countPrimaries(count, replicas) < 1) return undefined
  return planLayout(nodes.map(toPlacedNode), replicas)
}

function toPlacedNode({id, address, host, info}: Node): PlacedNode {
  return {id, address, host, zone: info?.availabilityZone}
}

const SAME_ORDER =
  'To finish an interrupted create, give the same nodes in the same order with the same --replicas.'

function refusal(problems: readonly Problem[]): ClusterToolError {
  const leftover = problems.some(({code}) => code === 'owns-slots' || code === 'is-replica')
  return problemsError(problems, {verb: 'prevent this create', hints: leftover ? [SAME_ORDER] : []})
}
