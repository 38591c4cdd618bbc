import {commandFor} from '../../domain/restart.js'
import {isError, type Finding} from '../../domain/finding.js'
import type {Node, NodeId} from '../../domain/node.js'
import {type ClusterSnapshot, shardsOf} from '../../domain/snapshot.js'
import {nameOf, type Release, upgradeProblem} from '../../domain/upgrade.js'
import {heirOf} from './plan.js'

/** Why a roll must not begin, and what to do instead. */
export type RollProblem = {readonly code: string; readonly message: string; readonly advice?: string}

/** Everything that speaks against a roll; empty if it can begin. */
export function rollProblems(
  snapshot: ClusterSnapshot,
  chosen: ReadonlySet<NodeId>,
  {
    findings,
    to,
    command,
  }: {readonly findings: readonly Finding[]; readonly to: Release | undefined; readonly command: string},
): RollProblem[] {
  const nodes = snapshot.nodes.filter(({id}) => chosen.has(id))
  return [
    ...(findings.some(isError) ? [UNHEALTHY] : []),
    ...loneProblems(snapshot, chosen),
    ...nodes.flatMap((node) => addressProblem(node, command)),
    ...(to ? upgradeProblems(nodes, to) : []),
  ]
}

const UNHEALTHY: RollProblem = {
  code: 'unhealthy',
  message: 'The cluster has errors.',
  advice: 'See and repair them first: clustertool check HOST:PORT ; clustertool fix HOST:PORT',
}

/** Primaries with slots that nobody can stand in for. */
function loneProblems(snapshot: ClusterSnapshot, chosen: ReadonlySet<NodeId>): RollProblem[] {
  return shardsOf(snapshot)
    .filter(({primary}) => chosen.has(primary.id) && primary.slots.length > 0)
    .filter(({primary}) => heirOf(primary, {snapshot, chosen})?.info?.replication.linkUp !== true)
    .map(({primary}) => ({
      code: 'no-replica',
      message: `${primary.address} has no replica with a link to it, so its slots would have no owner during the restart.`,
      advice:
        'Add one first: clustertool add-node NEW_HOST:PORT HOST:PORT --replica ; or leave this shard out: --only',
    }))
}

function addressProblem({id, address, host, port, role}: Node, command: string): RollProblem[] {
  const places = {host, port: String(port), id, role, shard: '1'}
  if (commandFor(command, places) !== undefined) return []
  return [
    {
      code: 'odd-address',
      message: `The host of ${address} has characters that cannot be part of a shell command.`,
    },
  ]
}

function upgradeProblems(nodes: readonly Node[], to: Release): RollProblem[] {
  const problems = new Map(
    nodes.flatMap(({info}) => {
      const problem = info && upgradeProblem(info, to)
      return problem === undefined ? [] : [[problem, nameOf(info!)] as const]
    }),
  )
  return [...problems].map(([problem, from]) => ({
    code: 'upgrade-path',
    message: `${from} cannot be replaced by ${nameOf(to)} node by node: ${problem}.`,
  }))
}
