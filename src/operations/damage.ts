import {ClusterToolError} from '../domain/errors.js'
import type {AtomicMethod} from '../domain/move.js'
import type {Node, NodeId} from '../domain/node.js'
import type {FoundKeys} from '../domain/repair.js'
import type {Operation} from '../domain/operation.js'
import {SLOT_COUNT, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {hidesForeignKeys, isAtLeast} from '../domain/version.js'
import {countKeysBySlot} from '../execution/move/by-keys/count-keys.js'
import {openEnd} from '../execution/move/by-keys/end.js'
import {type AtomicJob, isOver, jobRanges} from '../redis/atomic-jobs.js'
import {isServerError, ReplyRefused} from '../redis/errors.js'
import type {Session} from '../redis/session.js'

/** Keys that each primary that answers holds in all slots. Nodes are asked side by side. */
export async function countKeys(session: Session, snapshot: ClusterSnapshot): Promise<FoundKeys> {
  const slots = Array.from({length: SLOT_COUNT}, (_, slot) => slot)
  const counts = await Promise.all(
    reachablePrimaries(snapshot).map(async ({id}) => {
      const keys = await openEnd(session, id, session.options.commandTimeoutMs)
      return [id, await countKeysBySlot({keys, manyDatabases: true}, slots)] as const
    }),
  )
  return new Map(counts)
}

/** Primaries that hold keys which they show to nobody. */
export async function hidingNodes(session: Session, snapshot: ClusterSnapshot): Promise<NodeId[]> {
  const found = await Promise.all(
    reachablePrimaries(snapshot)
      .filter(({info}) => hidesForeignKeys(info))
      .map(async ({id}) => ((await session.node(id).countHiddenKeys()) ? [id] : [])),
  )
  return found.flat()
}

/** Nodes that are, or were, copies of each other: by the servers' word, and by what was written down of operations. */
export async function kinOf(
  session: Session,
  snapshot: ClusterSnapshot,
  operations: readonly Operation[],
): Promise<NodeId[][]> {
  const written = operations.flatMap(({cluster}) =>
    cluster.nodes.flatMap(({id, primaryId}) => (primaryId ? [[id, primaryId]] : [])),
  )
  const told = await Promise.all(reachablePrimaries(snapshot).map(({id}) => session.node(id).shards()))
  return [...written, ...told.flat()]
}

/** Primaries that have atomic moves under way, whoever started them. */
export async function atomicMoves(
  session: Session,
  snapshot: ClusterSnapshot,
): Promise<ReadonlyMap<NodeId, AtomicMethod>> {
  const running = await runningJobs(session, snapshot)
  return new Map(running.map(({node, method}) => [node.id, method]))
}

/** Slots of atomic moves that are under way: nothing else tells of them before they are over. */
export async function slotsMovedAtomically(
  session: Session,
  snapshot: ClusterSnapshot,
): Promise<SlotRange[]> {
  const running = await runningJobs(session, snapshot)
  return toRanges(new Set(slotsOf(running.flatMap(({jobs}) => jobs.flatMap(jobRanges)))))
}

type Running = {readonly node: Node; readonly method: AtomicMethod; readonly jobs: readonly AtomicJob[]}

async function runningJobs(session: Session, snapshot: ClusterSnapshot): Promise<Running[]> {
  const found = await Promise.all(
    reachablePrimaries(snapshot).map(async (node): Promise<Running[]> => {
      const method = atomicMethodOf(node)
      if (!method) return []
      const jobs = await jobsOf(session, node, method)
      const running = jobs.filter((job) => !isOver(job, method))
      return running.length > 0 ? [{node, method, jobs: running}] : []
    }),
  )
  return found.flat()
}

/** None where they may not be asked for: who may not ask has started none either. */
async function jobsOf(session: Session, {id, address}: Node, method: AtomicMethod): Promise<AtomicJob[]> {
  try {
    return await session.node(id).atomicJobs(method)
  } catch (cause) {
    if (!isServerError(cause)) throw cause
    if (cause instanceof ReplyRefused) return []
    throw new ClusterToolError(
      'UNREACHABLE',
      `${address} did not say whether it moves slots: ${cause.message}.`,
      {cause},
    )
  }
}

/** Redis 8.4 and Valkey 9.0 brought their atomic moves. */
function atomicMethodOf({info}: Node): AtomicMethod | undefined {
  if (info?.software === 'valkey') return isAtLeast(info.version, 9) ? 'atomic-valkey' : undefined
  return isAtLeast(info?.version, 8, 4) ? 'atomic-redis' : undefined
}
