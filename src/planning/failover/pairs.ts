import {ClusterToolError} from '../../domain/errors.js'
import type {Node} from '../../domain/node.js'
import {type ClusterSnapshot, nodeById, shardsOf} from '../../domain/snapshot.js'
import {findNode, findPrimary} from '../find-node.js'
import {bestReplica} from './best-replica.js'

/** What the user named: replicas, primaries whose best replica is chosen, and a host that is to keep no primary. */
export type FailoverWish = {
  readonly replicas: readonly string[]
  readonly of: readonly string[]
  readonly host: string | undefined
}

/** A replica and the primary in whose place it is to be. */
export type Pair = {readonly replica: Node; readonly primary: Node}

/**
 * The pairs of nodes that are to change roles, each shard once. Throws USAGE for a name that fits no such node, and
 * REFUSED for a primary that has no replica.
 */
export function choosePairs(snapshot: ClusterSnapshot, {replicas, of, host}: FailoverWish): Pair[] {
  const named = replicas.map((name) => pairOf(snapshot, findNode(snapshot, name)))
  const primaries = [...of.map((name) => findPrimary(snapshot, name)), ...primariesOn(snapshot, host)]
  const chosen = [...new Set(primaries)].map((primary) => ({
    replica: bestOf(snapshot, primary, host),
    primary,
  }))
  const pairs = [...new Map([...named, ...chosen].map((pair) => [pair.replica.id, pair])).values()]
  refuseTwice(pairs)
  return pairs
}

function pairOf(snapshot: ClusterSnapshot, replica: Node): Pair {
  if (replica.role === 'primary') {
    const own = shardsOf(snapshot).find(({primary}) => primary.id === replica.id)?.replicas ?? []
    throw new ClusterToolError('USAGE', `${replica.address} is a primary already.`, {
      hints:
        own.length > 0
          ? [
              `To make another node take its place, name a replica: ${own.map(({address}) => address).join(' ')}`,
            ]
          : ['It has no replica.'],
    })
  }
  const primary = replica.primaryId === undefined ? undefined : nodeById(snapshot, replica.primaryId)
  if (primary) return {replica, primary}
  throw new ClusterToolError('REFUSED', `The primary of ${replica.address} is unknown; nothing was changed.`)
}

function primariesOn(snapshot: ClusterSnapshot, host: string | undefined): Node[] {
  if (host === undefined) return []
  const here = snapshot.nodes.filter((node) => node.host === host || node.hostname === host)
  if (here.length > 0) return here.filter(({role, slots}) => role === 'primary' && slots.length > 0)
  const hosts = [...new Set(snapshot.nodes.map((node) => node.host))].toSorted()
  throw new ClusterToolError('USAGE', `No node of this cluster is on the host ${host}.`, {
    hints: [`Hosts: ${hosts.join(', ')}`],
  })
}

function bestOf(snapshot: ClusterSnapshot, primary: Node, avoided: string | undefined): Node {
  const best = bestReplica(snapshot, primary, avoided)
  if (best) return best
  const where = avoided === undefined ? '' : ` on another host`
  throw new ClusterToolError(
    'REFUSED',
    `${primary.address} has no replica${where} that could take its place; nothing was changed.`,
    {hints: ['Add a replica first: clustertool add-node NEW_HOST:PORT HOST:PORT --replica']},
  )
}

function refuseTwice(pairs: readonly Pair[]): void {
  const twice = pairs.find((one) => pairs.some((other) => other !== one && other.primary === one.primary))
  if (!twice) return
  const names = pairs.filter(({primary}) => primary === twice.primary).map(({replica}) => replica.address)
  throw new ClusterToolError(
    'USAGE',
    `${names.join(' and ')} are replicas of ${twice.primary.address}; only one can take its place.`,
  )
}
