import {ClusterToolError} from '../domain/errors.js'
import type {AtomicMethod} from '../domain/move.js'
import type {Node, NodeId} from '../domain/node.js'
import type {FoundKeys} from '../domain/repair.js'
import type {Operation} from '../domain/operation.js'
import {SLOT_COUNT, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import type {ServerMoves} from '../domain/slot-map.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {hidesForeignKeys, isAtLeast} from '../domain/version.js'
import {countKeysBySlot} from '../execution/move/by-keys/count-keys.js'
import {openEndpoint} from '../execution/move/by-keys/endpoint.js'
import {type AtomicJob, isOver, jobRanges} from '../redis/atomic-jobs.js'
import {isServerError, ReplyRefused} from '../redis/errors.js'
import {toFailure} from '../redis/failure.js'
import type {Session} from '../redis/session.js'

/** The keys that each primary that answers holds, by slot. Asks nodes in parallel. */
export async function countKeys(session: Session, snapshot: ClusterSnapshot): Promise<FoundKeys> {
  const slots = Array.from({length: SLOT_COUNT}, (_, slot) => slot)
  const counts = await Promise.all(
    reachablePrimaries(snapshot).map(async ({id}) => {
      const keys = await openEndpoint(session, id, session.options.commandTimeoutMs)
      return [id, await countKeysBySlot({keys, manyDatabases: true}, slots)] as const
    }),
  )
  return new Map(counts)
}

/** Whether a primary that answers holds keys of slots that it does not own. */
export async function hasStrayKeys(session: Session, snapshot: ClusterSnapshot): Promise<boolean> {
  const [found, hiding] = await Promise.all([countKeys(session, snapshot), hidingNodes(session, snapshot)])
  const owned = new Map(snapshot.nodes.map(({id, slots}) => [id, new Set(slotsOf(slots))]))
  const strays = [...found].some(([id, keys]) => [...keys.keys()].some((slot) => !owned.get(id)?.has(slot)))
  return strays || hiding.length > 0
}

/** Primaries that hold hidden keys. */
export async function hidingNodes(session: Session, snapshot: ClusterSnapshot): Promise<NodeId[]> {
  const found = await Promise.all(
    reachablePrimaries(snapshot)
      .filter(({info}) => hidesForeignKeys(info))
      .map(async ({id}) => ((await session.node(id).countHiddenKeys()) ? [id] : [])),
  )
  return found.flat()
}

/** Nodes that are, or were, copies of each other: according to the servers, and to the journals. */
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

/** Primaries that have atomic moves in progress, whoever started them. */
export async function atomicMoves(
  session: Session,
  snapshot: ClusterSnapshot,
): Promise<ReadonlyMap<NodeId, AtomicMethod>> {
  const running = await runningJobs(session, snapshot)
  return new Map(running.map(({node, method}) => [node.id, method]))
}

/** Slots of atomic moves in progress, which are visible in no other way before they end. */
export async function slotsMovedAtomically(
  session: Session,
  snapshot: ClusterSnapshot,
): Promise<SlotRange[]> {
  const running = await runningJobs(session, snapshot)
  return toRanges(new Set(slotsOf(running.flatMap(({jobs}) => jobs.flatMap(jobRanges)))))
}

/** The same, as far as nodes tell it, and which nodes do not. */
export async function serverMovesSeen(session: Session, snapshot: ClusterSnapshot): Promise<ServerMoves> {
  const told = await Promise.all(reachablePrimaries(snapshot).map((node) => movesToldBy(session, node)))
  return {ranges: told.flatMap(({ranges}) => ranges), unread: told.flatMap(({unread}) => unread)}
}

async function movesToldBy(session: Session, node: Node): Promise<ServerMoves> {
  const method = atomicMethodOf(node)
  if (!method) return {ranges: [], unread: []}
  try {
    const jobs = await session.node(node.id).atomicJobs(method)
    return {ranges: jobs.filter((job) => !isOver(job, method)).flatMap(jobRanges), unread: []}
  } catch (error) {
    if (!isServerError(error)) throw error
    return {ranges: [], unread: [{node: node.id, reason: toFailure(error).reason}]}
  }
}

type RunningJobs = {readonly node: Node; readonly method: AtomicMethod; readonly jobs: readonly AtomicJob[]}

async function runningJobs(session: Session, snapshot: ClusterSnapshot): Promise<RunningJobs[]> {
  const found = await Promise.all(
    reachablePrimaries(snapshot).map(async (node): Promise<RunningJobs[]> => {
      const method = atomicMethodOf(node)
      if (!method) return []
      const jobs = await jobsOf(session, node, method)
      const running = jobs.filter((job) => !isOver(job, method))
      return running.length > 0 ? [{node, method, jobs: running}] : []
    }),
  )
  return found.flat()
}

/** None if the user may not list them: then the user cannot have started any. */
async function jobsOf(session: Session, {id, address}: Node, method: AtomicMethod): Promise<AtomicJob[]> {
  try {
    return await session.node(id).atomicJobs(method)
  } catch (cause) {
    if (!isServerError(cause)) throw cause
    if (cause instanceof ReplyRefused) return []
    throw new ClusterToolError(
      'UNREACHABLE',
      `${address} did not report whether it is moving slots: ${cause.message}.`,
      {cause},
    )
  }
}

/** How a node can move slots itself; undefined before Redis 8.4 and Valkey 9.0. */
export function atomicMethodOf({info}: Node): AtomicMethod | undefined {
  if (info?.software === 'valkey') return isAtLeast(info.version, 9) ? 'atomic-valkey' : undefined
  return isAtLeast(info?.version, 8, 4) ? 'atomic-redis' : undefined
}
