import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId} from '../domain/node.js'
import {comparePresence, type Presence, presenceName} from '../domain/operator.js'
import type {Caution} from '../domain/step.js'
import {ConnectionLost} from '../redis/errors.js'
import type {Session} from '../redis/session.js'
import {presencesAmong} from './presences.js'

/** A process that came later ends as soon as it looks. */
const LEAVING_MS = 300
const POLL_MS = 20

export type LockOptions = {
  readonly own: Presence
  /** Continue although others are changing the cluster. */
  readonly force: boolean
}

/**
 * Makes sure that no other clustertool is changing these nodes. All connections of this process already have its
 * name, and each process names its connections before it looks, so of two processes at least one sees the other. The
 * process that was started later gives up. The earlier one waits a moment for that, and gives up too if it does not
 * happen, because the other one may have looked before. Throws REFUSED, naming the other. Returns a caution if nodes
 * do not tell who is connected.
 */
export async function lock(
  session: Session,
  nodes: readonly NodeId[],
  {own, force}: LockOptions,
): Promise<Caution[]> {
  const deadline = performance.now() + LEAVING_MS
  for (;;) {
    const {others, blind} = await lookAround(session, nodes, own)
    const [first] = others.toSorted(comparePresence)
    if (!first || force) return blind.length > 0 ? [noLock(blind)] : []
    if (comparePresence(first, own) < 0 || performance.now() > deadline) throw occupied(first)
    await sleep(POLL_MS)
  }
}

async function lookAround(session: Session, nodes: readonly NodeId[], own: Presence) {
  const lists = await Promise.all(nodes.map((id) => namesOn(session, id)))
  const mine = presenceName(own)
  return {
    others: presencesAmong(lists).filter((presence) => presenceName(presence) !== mine),
    // A node that refuses CLIENT SETNAME or CLIENT LIST.
    blind: nodes.filter((_, at) => !lists[at]?.includes(mine)),
  }
}

async function namesOn(session: Session, id: NodeId): Promise<string[] | undefined> {
  try {
    return await session.node(id).connectionNames()
  } catch (cause) {
    if (!(cause instanceof ConnectionLost)) throw cause
    const name = formatAddress(session.node(id).address)
    throw new ClusterToolError(
      'UNREACHABLE',
      `${name} did not report whether another clustertool is running: ${cause.message}; nothing was changed.`,
      {cause},
    )
  }
}

function noLock(nodes: readonly NodeId[]): Caution {
  return {
    code: 'no-lock',
    message: `${nodes.length} of the nodes do not list their clients, so another clustertool could change the cluster at the same time.`,
    advice:
      'Make sure that nobody else changes the cluster, or allow this user CLIENT SETNAME and CLIENT LIST.',
    nodes,
  }
}

function occupied({command, host, pid, startedAt}: Presence): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `Another clustertool is changing this cluster: ${command} on ${host}, process ${pid}, since ${new Date(startedAt).toISOString()}; nothing was changed.`,
    {hints: ['Wait until it ends, or stop it. To continue anyway: --force']},
  )
}
