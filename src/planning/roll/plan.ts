import type {NodeId} from '../../domain/node.js'
import type {Node} from '../../domain/node.js'
import {expectedResync, type Persistence, type Resync} from '../../domain/restart.js'
import type {Plan} from '../../domain/plan.js'
import type {Caution, Step, StepOf} from '../../domain/step.js'
import {type ClusterSnapshot, reachableNodes, type Shard, shardsOf} from '../../domain/snapshot.js'
import {agreeStep} from '../agree-step.js'
import {bestReplica} from '../failover/best-replica.js'

/** What the user wants of a roll. */
export type RollWish = Pick<StepOf<'restart'>, 'command' | 'limitMs' | 'pauseMs'> & {
  readonly versionTo: string | undefined
  /** Give primaries their roles back. */
  readonly back: boolean
}

export type RollFacts = {
  readonly chosen: ReadonlySet<NodeId>
  /** The id of the process of each chosen node. */
  readonly runIds: ReadonlyMap<NodeId, string>
  /** Of the chosen nodes. */
  readonly persistence: ReadonlyMap<NodeId, Persistence>
}

/**
 * Restarts shard by shard: replicas first, then one of them takes the place of the primary, which is restarted as a
 * replica. One shard is finished before the next one begins, so that no more than one node of the cluster is missing at
 * a time, and never the only copy of its data.
 */
export function planRoll(snapshot: ClusterSnapshot, wish: RollWish, facts: RollFacts): Plan {
  const shards = shardsOf(snapshot)
  const steps = shards.flatMap((shard, at) => stepsOf(shard, at + 1, {snapshot, wish, ...facts}))
  return {steps, warnings: [], cautions: wish.versionTo === undefined ? [] : noReturn(snapshot, steps)}
}

type Rolling = RollFacts & {readonly snapshot: ClusterSnapshot; readonly wish: RollWish}

function stepsOf({primary, replicas}: Shard, shard: number, course: Rolling): Step[] {
  const {chosen, snapshot, wish} = course
  const restart = (node: Node) => restartStep(node, shard, course)
  const first = replicas.filter(({id}) => chosen.has(id)).map(restart)
  if (!chosen.has(primary.id)) return first
  if (primary.slots.length === 0) return [...first, restart(primary)]
  const heir = heirOf(primary, course)
  if (!heir) return first
  const nodes = reachableNodes(snapshot).map(({id}) => id)
  const agree = agreeStep(snapshot, nodes)
  const change = (node: NodeId, old: NodeId): Step[] => [{kind: 'switch-over', node, primary: old}, agree]
  const back = wish.back ? change(primary.id, heir.id) : []
  return [...first, ...change(heir.id, primary.id), restart(primary), ...back]
}

/** One that has been restarted before, if there is one, so that a newer primary stands above newer replicas. */
export function heirOf(
  primary: Node,
  {snapshot, chosen}: {readonly snapshot: ClusterSnapshot; readonly chosen: ReadonlySet<NodeId>},
): Node | undefined {
  const renewed = {
    ...snapshot,
    nodes: snapshot.nodes.filter(({id, role}) => role === 'primary' || chosen.has(id)),
  }
  return bestReplica(renewed, primary, undefined) ?? bestReplica(snapshot, primary, undefined)
}

function restartStep(node: Node, shard: number, rolling: Rolling): StepOf<'restart'> {
  const {wish, runIds, snapshot} = rolling
  const {command, versionTo, limitMs, pauseMs} = wish
  const expects = expectedOf(node, rolling)
  return {
    kind: 'restart',
    node: node.id,
    address: node.address,
    nodes: reachableNodes(snapshot).map(({id}) => id),
    command,
    shard,
    runId: runIds.get(node.id) ?? '',
    ...(versionTo !== undefined && {versionTo}),
    limitMs,
    pauseMs,
    ...(expects !== undefined && {expects}),
  }
}

/** A primary with slots is a replica when it is restarted. */
function expectedOf({id, role, slots, info}: Node, {persistence}: Rolling): Resync | undefined {
  const known = persistence.get(id)
  const follows = role === 'replica' || slots.length > 0
  return info && known && follows ? expectedResync(info, known) : undefined
}

function noReturn(snapshot: ClusterSnapshot, steps: readonly Step[]): Caution[] {
  if (!steps.some(({kind}) => kind === 'switch-over')) return []
  return [
    {
      code: 'no-way-back',
      message:
        'From the first change of roles on, a primary runs the new version. Replicas of the old version may not be able to copy their data.',
      advice: 'Until then, you can still restart the replicas with the old version.',
      nodes: [snapshot.seed],
    },
  ]
}
