import type {FailoverMode} from '../../domain/failover.js'
import type {Finding, FindingCode} from '../../domain/finding.js'
import type {Node} from '../../domain/node.js'
import {type ClusterSnapshot, reachablePrimaries} from '../../domain/snapshot.js'
import {isAtLeast} from '../../domain/version.js'
import type {Pair} from './pairs.js'

/** Why a failover must not be tried, and what to do instead. */
export type FailoverProblem = {readonly code: string; readonly message: string; readonly advice?: string}

/** Everything that speaks against these changes of roles; empty if they can be made. */
export function failoverProblems(
  snapshot: ClusterSnapshot,
  pairs: readonly Pair[],
  {mode, findings}: {readonly mode: FailoverMode; readonly findings: readonly Finding[]},
): FailoverProblem[] {
  return [
    ...(mode === 'plain' ? unrest(findings, pairs) : []),
    ...quorumProblems(snapshot, mode),
    ...pairs.flatMap((pair) => [...replicaProblems(pair, mode), ...primaryProblems(pair, mode)]),
  ]
}

/** While these are there, the nodes may not agree on who votes, and the end of a failover cannot be told. */
const UNREST: ReadonlySet<FindingCode> = new Set(['views-disagree', 'slots-claimed-twice'])

/** A primary that becomes a replica drops its marks of open slots (clusterSetNodeAsMaster, cluster.c). */
function unrest(findings: readonly Finding[], pairs: readonly Pair[]): FailoverProblem[] {
  const primaries = new Set(pairs.map(({primary}) => primary.id))
  const open = findings.some(
    (one) => one.code === 'slots-open' && one.nodes.some((node) => primaries.has(node)),
  )
  const advice = 'Repair that first: clustertool fix HOST:PORT'
  return [
    ...(findings.some(({code}) => UNREST.has(code))
      ? [{code: 'views-disagree', message: 'The nodes do not agree on who owns the slots.', advice}]
      : []),
    ...(open
      ? [
          {
            code: 'slots-open',
            message: 'A primary has open slots, whose marks are lost when it becomes a replica.',
            advice,
          },
        ]
      : []),
  ]
}

/** An election needs the votes of most primaries with slots, dead ones included. */
function quorumProblems(snapshot: ClusterSnapshot, mode: FailoverMode): FailoverProblem[] {
  const voters = snapshot.nodes.filter(({role, slots}) => role === 'primary' && slots.length > 0)
  const alive = reachablePrimaries(snapshot).filter(
    ({slots, flags}) => slots.length > 0 && !flags.includes('fail'),
  )
  const needed = Math.floor(voters.length / 2) + 1
  const told = `${alive.length} of ${voters.length} primaries can vote, and ${needed} votes are needed`
  if (mode !== 'takeover' && alive.length < needed) {
    return [
      {
        code: 'no-quorum',
        message: `No replica can be elected: ${told}.`,
        advice:
          'Bring the other primaries back. If they are gone for good: clustertool failover HOST:PORT REPLICA --takeover',
      },
    ]
  }
  if (mode === 'takeover' && alive.length >= needed) {
    return [
      {
        code: 'has-quorum',
        message: `A takeover is not needed: ${told}.`,
        advice: 'Use --force, which asks for the votes, if the primary is dead; otherwise no flag.',
      },
    ]
  }
  return []
}

function replicaProblems(pair: Pair, mode: FailoverMode): FailoverProblem[] {
  const {replica} = pair
  const lack =
    lackOfReplica(replica, pair.primary) ?? (mode === 'plain' ? lackOfLink(pair) : lackOfData(replica))
  if (!lack) return []
  const [code, what, advice] = lack
  return [{code, message: `${replica.address} ${what}.`, ...(advice !== undefined && {advice})}]
}

/** A code, what is said after the name of the replica, and what to do. */
type Lack = readonly [code: string, what: string, advice?: string | undefined]

/** What prevents it from becoming a primary in any way. */
function lackOfReplica({reachable, info, flags}: Node, primary: Node): Lack | undefined {
  if (!reachable || flags.includes('fail')) return ['replica-down', 'does not answer']
  if (!info) return ['no-info', 'does not let this user run INFO, so nothing is known about its data']
  if (info.loading) return ['replica-loading', 'is still loading its data']
  if (info.replication.syncing) return ['replica-syncing', `is still copying the data of ${primary.address}`]
  return undefined
}

function lackOfLink({replica, primary}: Pair): Lack | undefined {
  if (replica.flags.includes('nofailover')) return ['nofailover', NOFAILOVER]
  if (replica.info?.replication.linkUp) return undefined
  const advice = primary.reachable ? 'Find out why: clustertool check HOST:PORT' : undefined
  return ['replica-link-down', `has no link to ${primary.address}, and may lack its last writes`, advice]
}

function lackOfData(replica: Node): Lack | undefined {
  return isEmpty(replica) ? ['replica-empty', EMPTY] : undefined
}

const NOFAILOVER = 'is set up never to become a primary (cluster-replica-no-failover)'
const EMPTY =
  'has no keys, and no sign that it was ever in sync with its primary, so all keys of its slots would be lost'

/** A replica that was started anew counts from the offset 0 or 1, whether it has loaded keys or not. */
function isEmpty({info}: Node): boolean {
  const keys = info?.keys.reduce((sum, one) => sum + one.keys, 0) ?? 0
  return keys === 0 && (info?.replication.offset ?? 0) <= 1
}

function primaryProblems({replica, primary}: Pair, mode: FailoverMode): FailoverProblem[] {
  const {address, slots, info} = primary
  const alive = primary.reachable && !primary.flags.includes('fail')
  if (slots.length === 0 && !electsWithoutSlots(info)) {
    return [{code: 'no-slots', message: `${address} owns no slots, and servers elect nobody in its place.`}]
  }
  if (mode === 'plain' && !alive) {
    return [
      {
        code: 'primary-down',
        message: `${address} does not answer, so it cannot hand over.`,
        advice: `If it is dead: clustertool failover HOST:PORT ${replica.address} --force`,
      },
    ]
  }
  if (mode === 'plain' || !alive || replica.info?.replication.linkUp === false) return []
  return [
    {
      code: 'primary-alive',
      message: `${address} answers, and ${replica.address} has a link to it. Without --${mode}, no write is lost.`,
    },
  ]
}

/** Valkey 7.2.13 and later; a Redis replica answers OK and does nothing (clusterHandleSlaveFailover). */
function electsWithoutSlots(info: Node['info']): boolean {
  return info?.software === 'valkey' && isAtLeast(info.version, 8)
}
