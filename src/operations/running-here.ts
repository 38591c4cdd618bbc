import {askOperation} from '../control/client.js'
import {findSockets, processOf} from '../control/socket-place.js'
import type {Address} from '../domain/address.js'
import type {ControlStatus} from '../domain/control.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {isSuspended} from '../journal/suspended.js'
import type {Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'

/** Milliseconds for an answer. Whoever reads a cluster must not wait for an operation that is busy. */
const ANSWER_MS = 300

/**
 * What the operations that run on this machine say about themselves. Those that do not answer at once, that are
 * suspended or that belong to another user are left out. `pid`: only those of this process.
 */
export async function runningHere(stateFolder: string, pid?: number): Promise<ControlStatus[]> {
  const sockets = await findSockets(stateFolder)
  const meant = sockets.filter((socket) => pid === undefined || processOf(socket) === pid)
  const told = meant.map(async (socket): Promise<ControlStatus[]> => {
    if (await isSuspended(processOf(socket))) return []
    const asked = await askOperation(socket.path, {do: 'status'}, ANSWER_MS)
    return asked.kind === 'answered' && 'status' in asked.reply ? [asked.reply.status] : []
  })
  return (await Promise.all(told)).flat()
}

/**
 * Reads a cluster and, meanwhile, which operations on it run on this machine; none without a folder of the journals.
 * Throws as `takeSnapshot` does.
 */
export async function readWithRunning(
  session: Session,
  seed: Address,
  stateFolder: string | undefined,
): Promise<{readonly snapshot: ClusterSnapshot; readonly running: readonly ControlStatus[]}> {
  const [snapshot, running] = await Promise.all([
    takeSnapshot(session, seed),
    stateFolder === undefined ? [] : runningHere(stateFolder),
  ])
  const ids = new Set(snapshot.nodes.map(({id}) => id))
  return {snapshot, running: running.filter(({nodes}) => nodes.some(({id}) => ids.has(id)))}
}
