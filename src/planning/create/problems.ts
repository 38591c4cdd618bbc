import {groupBy} from '../../domain/group.js'
import type {ErrorFact} from '../../domain/errors.js'
import type {PlannedShard} from '../../domain/layout.js'
import {splitSlots} from '../slots-split.js'
import {type Expectation, expectShards, expectSomeOrder} from './expectation.js'
import {countPrimaries} from './layout.js'
import {type CreateReading, type Listed, listNodes} from './listed.js'
import {type NodeProblemContext, type NodeProblemCode, nodeProblems} from './node-problems.js'
import {count} from '../../domain/count.js'

type ProblemCode =
  | NodeProblemCode
  | 'unreachable'
  | 'auth-failed'
  | 'not-cluster'
  | 'loading'
  | 'same-node-twice'
  | 'bus-port-closed'
  | 'too-few-primaries'

/** Something that prevents the create, as a sentence that names the address. */
export type Problem = {
  /** The address as typed; undefined if the list as a whole is wrong. */
  readonly address: string | undefined
  readonly code: ProblemCode
  readonly message: string
  /** If the list is too short: its length, and the number of replicas that each primary should have. */
  readonly nodes?: number
  readonly replicas?: number
  /** The same for whoever tells it in words of their own. */
  readonly fact?: ErrorFact
}

export type CreateOptions = {
  readonly replicasPerPrimary: number
  readonly allowFewerPrimaries: boolean
  /** The planned layout; undefined if some nodes could not be read, so that there is no plan. */
  readonly shards: readonly PlannedShard[] | undefined
}

/**
 * Everything that prevents a cluster of these nodes, in the order of the list, then what is wrong with the list
 * itself. Slots, known nodes and replicas that an interrupted create of the same list left are not problems, nor are
 * keys in the cluster that it made.
 */
export function createProblems(readings: readonly CreateReading[], options: CreateOptions): Problem[] {
  const listed = listNodes(readings)
  const first = firstByIdentity(readings)
  const expected = expectationFor(listed, first.size, options)
  return [...listProblems(readings, {listed, expected}), ...tooFewPrimaries(first.size, options)]
}

/** The problems of any list of nodes that should join others. */
export function listProblems(readings: readonly CreateReading[], context: NodeProblemContext): Problem[] {
  const first = firstByIdentity(readings)
  return readings.flatMap((reading) => {
    const repeated = repetition(reading, first)
    if (repeated.length > 0) return repeated
    return [...readingProblems(reading), ...readProblems(reading, context)]
  })
}

const FAILURE_CODES = {
  unreachable: 'unreachable',
  auth: 'auth-failed',
  'not-cluster': 'not-cluster',
  loading: 'loading',
  refused: 'cluster-unreadable',
  other: 'cluster-unreadable',
} as const

const FAILURE_WORDS = {
  unreachable: 'cannot be reached',
  'auth-failed': 'denies access',
  'not-cluster': 'cannot be part of a cluster',
  loading: 'is not ready',
  'cluster-unreadable': 'does not report its cluster state',
} as const

function firstByIdentity(readings: readonly CreateReading[]): Map<string, CreateReading> {
  const groups = groupBy(readings, identity)
  return new Map([...groups].flatMap(([key, same]) => same.slice(0, 1).map((reading) => [key, reading])))
}

function identity({typed, node}: CreateReading): string {
  return node?.id ?? typed
}

function expectationFor(listed: Listed, nodes: number, options: CreateOptions): Expectation {
  if (options.shards) return expectShards(options.shards)
  const primaries = countPrimaries(nodes, options.replicasPerPrimary)
  return expectSomeOrder(listed.ids, primaries > 0 ? splitSlots(primaries) : [])
}

function repetition(reading: CreateReading, firsts: ReadonlyMap<string, CreateReading>): Problem[] {
  const first = firsts.get(identity(reading))
  if (!first || first === reading) return []
  const what = first.typed === reading.typed ? 'is listed twice' : `is the same node as ${first.typed}`
  return [{address: reading.typed, code: 'same-node-twice', message: `${reading.typed} ${what}.`}]
}

function readingProblems({typed, node, failure, busPortClosed}: CreateReading): Problem[] {
  const problems: Problem[] = []
  if (failure) {
    const code = FAILURE_CODES[failure.kind]
    const message = `${typed} ${FAILURE_WORDS[code]}: ${failure.reason}.`
    const fact = {code: 'unread-node', address: typed, ...failure, joins: true} as const
    problems.push({address: typed, code, message, fact})
  }
  if (busPortClosed) {
    const port = node ? `its cluster bus port ${node.busPort}` : 'its cluster bus port'
    const message = `${typed} cannot join: ${port} accepts no connection.`
    problems.push({address: typed, code: 'bus-port-closed', message})
  }
  return problems
}

function readProblems({typed, node}: CreateReading, context: NodeProblemContext): Problem[] {
  if (!node) return []
  return nodeProblems(node, context).map(({code, what}) => ({
    address: typed,
    code,
    message: `${typed} ${what}.`,
    fact: {code: 'unfit-node', address: typed, why: code, reason: what},
  }))
}

function tooFewPrimaries(nodes: number, {replicasPerPrimary, allowFewerPrimaries}: CreateOptions): Problem[] {
  const primaries = countPrimaries(nodes, replicasPerPrimary)
  const needed = allowFewerPrimaries ? 1 : 3
  if (primaries >= needed) return []
  const size = replicasPerPrimary + 1
  const message =
    `${count(nodes, 'node')} with ${count(replicasPerPrimary, 'replica')} for each primary ` +
    `make ${count(primaries, 'primary')} (${nodes} / ${size}, rounded down). At least ${needed} are needed, which takes ` +
    `${count(needed * size, 'node')}.`
  const code = 'too-few-primaries'
  const replicas = replicasPerPrimary
  return [{address: undefined, code, message, nodes, replicas, fact: {code, nodes, replicas}}]
}
