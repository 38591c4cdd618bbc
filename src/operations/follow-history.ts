import {setTimeout as sleep} from 'node:timers/promises'
import {unlessBug} from '../domain/bug.js'
import type {Address} from '../domain/address.js'
import type {JournalEvent} from '../domain/journal-event.js'
import type {Operation} from '../domain/operation.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {unlessEnded} from '../domain/unless-ended.js'
import {isAlive} from '../journal/process-mark.js'
import {JournalTail} from '../journal/tail.js'
import {isOfCluster} from '../planning/same-cluster.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {operationsOn} from './operations.js'

export type FollowContext = {
  readonly connection: ConnectionOptions
  readonly stateFolder: string
  /** The name of this machine. */
  readonly host: string
  /** Ends the following. */
  readonly signal: AbortSignal
  readonly onEvent: (event: JournalEvent) => void
}

const LOOK_EVERY_MS = 250

/**
 * Tells of operations on a cluster as their journals on this machine record them, beginning with those that are
 * running. Returns when the signal is aborted. Throws UNREACHABLE or REFUSED if the seed cannot be used.
 */
export async function followHistory(seed: Address, context: FollowContext): Promise<void> {
  const {stateFolder, host, signal, onEvent} = context
  const tail = new JournalTail(stateFolder)
  await tail.skip()
  const found = await readRunning(seed, context)
  if (!found) return
  const {snapshot, running} = found
  const open = new OpenOperations(host)
  const tell = (event: JournalEvent) => {
    open.note(event)
    onEvent(event)
  }
  for (const operation of running) tell({type: 'running', operation, time: new Date().toISOString()})
  while (!signal.aborted) {
    // First, so that all that a dead process wrote is read before it counts as killed.
    const gone = open.gone()
    for (const event of await eventsIn(tail, snapshot)) tell(event)
    for (const event of open.killed(gone)) tell(event)
    await sleep(LOOK_EVERY_MS, undefined, {signal}).catch(unlessBug)
  }
}

type Running = {readonly snapshot: ClusterSnapshot; readonly running: readonly Operation[]}

/** Undefined if the signal is aborted first. */
async function readRunning(seed: Address, context: FollowContext): Promise<Running | undefined> {
  await using session = openSession(context.connection)
  return await unlessEnded(runningOn(session, seed, context), context.signal)
}

async function runningOn(session: Session, seed: Address, {stateFolder}: FollowContext): Promise<Running> {
  const snapshot = await takeSnapshot(session, seed)
  const {operations} = await operationsOn(stateFolder, {session, snapshot})
  return {snapshot, running: operations.filter(({standing}) => standing === 'running')}
}

async function eventsIn(tail: JournalTail, snapshot: ClusterSnapshot): Promise<JournalEvent[]> {
  const grown = await tail.next()
  const events = grown.flatMap(({operation, added}) =>
    isOfCluster(operation, snapshot) ? added.map(({time, fact}) => ({...fact, time, operation})) : [],
  )
  return events.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))
}

/** The operations of this machine that have begun and have not ended. */
class OpenOperations {
  private readonly host: string
  private readonly operations = new Map<string, Operation>()

  constructor(host: string) {
    this.host = host
  }

  note({type, operation}: JournalEvent): void {
    if (type === 'ended' || type === 'killed') this.operations.delete(operation.id)
    // Nothing is known about processes of other machines, whose journals may be in a shared folder.
    else if (operation.host === this.host) this.operations.set(operation.id, operation)
  }

  /** Ids of those whose process is gone. */
  gone(): readonly string[] {
    return [...this.operations.values()]
      .filter((operation) => operation.process !== undefined && !isAlive(operation))
      .map(({id}) => id)
  }

  /** Of these, those that have not ended. */
  killed(gone: readonly string[]): JournalEvent[] {
    return gone.flatMap((id) => {
      const operation = this.operations.get(id)
      return operation ? [{type: 'killed', operation, time: new Date().toISOString()}] : []
    })
  }
}
