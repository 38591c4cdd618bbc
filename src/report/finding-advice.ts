import type {FindingCode, FindingOf, Place} from '../domain/finding.js'
import type {Node, NodeId} from '../domain/node.js'
import {formatRanges} from '../domain/slot.js'
import {type NameOf, hostAndPort} from './names.js'
import {continuation} from './running-text.js'
import {list} from './words.js'

/** What advice needs to know about the cluster. */
export type AdviceContext = {
  readonly nameOf: NameOf
  /** What is known about a node; undefined before there is a cluster. */
  readonly nodeOf: (id: NodeId) => Node | undefined
  /** Address of a node that answers, for commands. */
  readonly seed: string
  /** Before a cluster is created, its nodes can still be chosen; afterwards they can only be changed. */
  readonly stage: 'planned' | 'running'
}

type Advice<C extends FindingCode> = (finding: FindingOf<C>, context: AdviceContext) => string

/** What to do about a finding, with a command if there is one. */
export function findingAdvice<C extends FindingCode>(finding: FindingOf<C>, context: AdviceContext): string {
  const advice: Advice<C> = ADVICE[finding.code]
  return advice(finding, context)
}

const ADVICE: {readonly [C in FindingCode]: Advice<C>} = {
  'slots-uncovered': ({lastOwners}, {nameOf, seed}) =>
    lastOwners.length === 0
      ? repair(seed)
      : `Start ${list(lastOwners.map(({node}) => nameOf(node)))} again to keep the keys, or: ${repair(seed)}`,
  'slots-open': ({nodes, direction, peer, ranges}, {nameOf, seed}) => {
    const own = list(nodes.map(nameOf))
    const [from, to] = direction === 'migrating' ? [own, nameOf(peer)] : [nameOf(peer), own]
    return (
      `If no move is running: clustertool resume ${seed} ; ${repair(seed)} ; or continue this move: ` +
      `clustertool reshard ${seed} --from ${from} --to ${to} --slot-ranges ${formatRanges(ranges)}`
    )
  },
  'views-disagree': (_finding, {seed}) =>
    `Changes take some seconds to spread. Check again: clustertool check ${seed} ; if the nodes still disagree: ${repair(seed)}`,
  'slots-claimed-twice': (_finding, {seed}) => repair(seed),
  'cluster-state-fail': (_finding, {seed}) =>
    `Fix the other findings first. A node that just joined needs some seconds: clustertool check ${seed}`,
  'keys-in-foreign-slots': (_finding, {seed}) =>
    `Clients do not see these keys; to bring them to the owners of their slots: ${repair(seed)} --search-multiple-owners`,
  'keys-hidden': (_finding, {seed}) =>
    `Clients do not see these keys; to bring them to the owners of their slots: ${repair(seed)} --search-multiple-owners`,
  'node-failed': ({nodes, seenBy}, context) =>
    nodes.some((id) => context.nodeOf(id)?.reachable)
      ? `It answers here. ${list(seenBy.map(context.nameOf))} must reach it on the cluster bus (its port + 10000 by ` +
        `default). They clear the flag within two node timeouts: clustertool check ${context.seed}`
      : `Start its server again. ${deletion(nodes, context)}`,
  'node-suspected': (_finding, {seed}) =>
    `Check its server and its network, then run: clustertool check ${seed}`,
  'node-handshake': (_finding, {seed}) =>
    `Open its cluster bus port (its port + 10000 by default) to all nodes, then run: clustertool check ${seed}`,
  'node-without-address': ({nodes}, context) => `Start its server again. ${deletion(nodes, context)}`,
  'node-unreachable': ({nodes}, context) =>
    `Start its server, or check the network, the password and --address-map. ${deletion(nodes, context)}`,
  'node-unknown': ({nodes, unknownTo}, {nameOf}) =>
    `To introduce them, send to ${list(unknownTo.map(nameOf))}: ` +
    `CLUSTER MEET ${nodes.map((id) => hostAndPort(nameOf(id))).join()}`,
  'node-loading': (_finding, {seed}) => `Wait until it has finished, then run: clustertool check ${seed}`,
  'replica-of-replica': ({nodes}, {nameOf}) =>
    `To attach it to a primary, send to ${list(nodes.map(nameOf))}: CLUSTER REPLICATE PRIMARY_ID`,
  'replica-of-unknown': ({nodes}, {nameOf}) =>
    `To attach it to a primary, send to ${list(nodes.map(nameOf))}: CLUSTER REPLICATE PRIMARY_ID`,
  'replication-broken': ({nodes, primary}, {nameOf}) =>
    `Make sure that ${nameOf(primary)} runs and can be reached. If it needs a password, send to ` +
    `${list(nodes.map(nameOf))}: CONFIG SET masterauth PASSWORD`,
  'replication-lagging': ({nodes, primary}, {nameOf}) =>
    `Wait. If the lag grows, check the network and load of ${list(nodes.map(nameOf))} and ${nameOf(primary)}: ` +
    'INFO replication',
  'primary-without-replica': ({nodes}, {seed}) =>
    `Add one: clustertool add-node NEW_HOST:PORT ${seed} --replica${nodes.length === 1 ? ` --primary-id ${nodes[0]}` : ''}`,
  'replica-beside-primary': ({place}, {stage, seed}) =>
    stage === 'planned'
      ? `Use nodes on more ${place.kind}s, with no ${place.kind} holding most of them.`
      : `Add a replica ${elsewhere(place)}: clustertool add-node NEW_HOST:PORT ${seed} --replica --primary-id PRIMARY_ID`,
  'majority-in-one-place': ({place}, {stage, seed}) =>
    stage === 'planned'
      ? `Use nodes on at least three ${place.kind}s.`
      : `Promote replicas ${elsewhere(place)}. Which ones: clustertool spread ${seed}`,
  'epochs-equal': ({nodes}, {nameOf}) =>
    `Connected nodes resolve this within seconds. If not, send to ${list(nodes.slice(1).map(nameOf))}: ` +
    'CLUSTER BUMPEPOCH',
  'versions-mixed': () =>
    'After the upgrade, run one version. A replica older than its primary may be unable to load its data.',
  'settings-differ': ({setting}) =>
    `Use one value. Send to each node: CONFIG SET ${setting} VALUE and then CONFIG REWRITE`,
  'change-under-way': ({pid, suspended, control}, {seed}) => {
    if (suspended) {
      return `Continue it with fg in its terminal or kill -CONT ${pid}, then run: clustertool check ${seed}`
    }
    const command = continuation(pid, control?.state)
    return command === undefined
      ? `Wait until it has finished, then run: clustertool check ${seed}`
      : `Continue it with: ${command}`
  },
  'read-refused': ({command}) =>
    `Allow this user to run ${command} (ACL SETUSER), or use another one with --user.`,
}

function repair(seed: string): string {
  return `clustertool fix ${seed}`
}

/** An owner of slots is not removed as long as it owns them. */
function deletion(nodes: readonly NodeId[], {nodeOf, seed}: AdviceContext): string {
  const owns = nodes.some((id) => {
    const node = nodeOf(id)
    return node?.role === 'primary' && node.slots.length > 0
  })
  if (owns) return `If it will not come back, its slots need another owner: ${repair(seed)}`
  return `If it will not come back: clustertool del-node ${seed} ${nodes.join(' ')}`
}

function elsewhere({kind}: Place): string {
  return kind === 'host' ? 'on another host' : 'in another zone'
}
