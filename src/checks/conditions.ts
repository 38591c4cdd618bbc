import {type Finding, type FindingCode, isError} from '../domain/finding.js'
import type {Node, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {hasVersion} from '../domain/version.js'
import type {Condition, Missing} from '../domain/wait.js'
import {replicationLinks} from './replication.js'

/** What a condition is judged by. */
export type ConditionFacts = {
  readonly snapshot: ClusterSnapshot
  /** What the checks found in it. */
  readonly findings: readonly Finding[]
  /** The snapshot before it, if there is one. */
  readonly earlier?: ClusterSnapshot | undefined
}

/** Why a condition does not hold; empty if it holds. */
export function missingFor(condition: Condition, facts: ConditionFacts): Missing[] {
  switch (condition.kind) {
    case 'healthy':
      return facts.findings.filter(isError).map(withoutFacts)
    case 'agreed':
      return facts.findings.flatMap(againstAgreement)
    case 'synced':
      return missingCopies(facts)
    case 'role':
      return seedOf(facts).flatMap(({id, role}) =>
        role === condition.role ? [] : [{code: 'other-role', nodes: [id]}],
      )
    case 'nodes':
      return missingMembers(facts, condition.nodes)
    case 'version':
      return missingVersion(facts, condition)
    default:
      return condition satisfies never
  }
}

/** Nodes that cannot be read are against it, too: what they would say is not known. */
const AGAINST_AGREEMENT: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'views-disagree',
  'node-unknown',
  'node-handshake',
  'node-failed',
  'node-suspected',
  'node-without-address',
  'node-unreachable',
  'node-loading',
])

/** Nodes disagree also while a change moves slots, which is no error then. */
function againstAgreement(finding: Finding): Missing[] {
  if (finding.code !== 'change-under-way') {
    return AGAINST_AGREEMENT.has(finding.code) ? [withoutFacts(finding)] : []
  }
  return finding.explains.filter(({code}) => code === 'views-disagree').map(withoutFacts)
}

function withoutFacts({code, nodes}: Pick<Finding, 'code' | 'nodes'>): Missing {
  return {code, nodes}
}

function seedOf({snapshot}: ConditionFacts): Node[] {
  return snapshot.nodes.filter(({id}) => id === snapshot.seed)
}

/**
 * Replicas that do not have what their primaries have: unreachable, without a link, loading a first copy, or behind.
 * Behind means that a replica has not processed what its primary had sent when it was read before. Primaries and
 * replicas are not read at the same instant, so a comparison within one snapshot would never succeed under traffic.
 */
function missingCopies({snapshot, earlier}: ConditionFacts): Missing[] {
  const replicas = snapshot.nodes.filter(({role}) => role === 'replica')
  const links = new Map(replicationLinks(snapshot).map((link) => [link.id, link]))
  const stateOf = ({id, reachable}: Node): Missing['code'] | undefined => {
    if (!reachable) return 'node-unreachable'
    const link = links.get(id)
    if (link?.replication.syncing) return 'replica-syncing'
    if (!link?.replication.linkUp) return 'replica-unlinked'
    const goal = Math.min(...[snapshot, earlier].map((read) => sentBy(read, link.primary)))
    return goal !== Infinity && (link.replication.offset ?? -1) < goal ? 'replica-behind' : undefined
  }
  return grouped(replicas, stateOf)
}

/** Infinity if it is unknown; a replica whose primary is lost has no link. */
function sentBy(snapshot: ClusterSnapshot | undefined, primary: NodeId): number {
  const replication = snapshot && nodeById(snapshot, primary)?.info?.replication
  return replication?.offset ?? Infinity
}

/** All nodes must answer and know exactly this many members. */
function missingMembers({snapshot, findings}: ConditionFacts, wanted: number): Missing[] {
  const known = snapshot.nodes.length
  const joining = findings.filter(({code}) => code === 'node-unknown' || code === 'node-handshake')
  const lost = snapshot.nodes.filter(({reachable, flags}) => !reachable && !flags.includes('handshake'))
  return [
    ...(known === wanted ? [] : [{code: 'other-count' as const, nodes: [], known}]),
    ...joining.map(withoutFacts),
    ...grouped(lost, ({info}) => (info?.loading ? 'node-loading' : 'node-unreachable')),
  ]
}

function missingVersion(
  {snapshot}: ConditionFacts,
  {version, orLater}: Condition & {readonly kind: 'version'},
): Missing[] {
  return grouped(snapshot.nodes, ({reachable, info}) => {
    if (!reachable) return 'node-unreachable'
    return hasVersion(info?.version, {version, orLater}) ? undefined : 'other-version'
  })
}

/** One entry for each code that some of the nodes have. */
function grouped(nodes: readonly Node[], codeOf: (node: Node) => Missing['code'] | undefined): Missing[] {
  const groups = new Map<Missing['code'], NodeId[]>()
  for (const node of nodes) {
    const code = codeOf(node)
    if (code !== undefined) groups.set(code, [...(groups.get(code) ?? []), node.id])
  }
  return [...groups].map(([code, ids]) => ({code, nodes: ids}))
}
