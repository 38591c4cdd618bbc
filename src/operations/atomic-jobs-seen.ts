import type {Node} from '../domain/node.js'
import {countSlots} from '../domain/slot.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import type {AtomicJobSeen} from '../domain/watch.js'
import {type AtomicJob, isOver, jobRanges} from '../redis/atomic-jobs.js'
import {whenServerError} from '../redis/errors.js'
import type {Session} from '../redis/session.js'
import {atomicMethodOf} from './damage.js'

/** The moves that servers make themselves at present, each once; none of a node that does not tell. */
export async function atomicJobsSeen(session: Session, snapshot: ClusterSnapshot): Promise<AtomicJobSeen[]> {
  const lists = await Promise.all(reachablePrimaries(snapshot).map((node) => runningOn(session, node)))
  const jobs = new Map(lists.flat().map((job) => [job.id, job]))
  return [...jobs.values()].map((job) => ({
    id: job.id,
    source: idOf(job.source, snapshot),
    target: idOf(job.target, snapshot),
    slots: countSlots(jobRanges(job)),
    state: job.state,
  }))
}

async function runningOn(session: Session, node: Node): Promise<AtomicJob[]> {
  const method = atomicMethodOf(node)
  if (!method || !session.isConnected(node.id)) return []
  const jobs = await session.node(node.id).atomicJobs(method).catch(whenServerError([]))
  return jobs.filter((job) => !isOver(job, method))
}

function idOf(text: string, {nodes}: ClusterSnapshot): AtomicJobSeen['source'] {
  return nodes.find(({id}) => id === text)?.id
}
