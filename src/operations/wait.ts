import {setTimeout as sleep} from 'node:timers/promises'
import {missingFor} from '../checks/conditions.js'
import {runChecks} from '../checks/index.js'
import {explainByChanges} from '../checks/under-way.js'
import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Finding} from '../domain/finding.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {type Condition, isReached, type WaitLook, type WaitOutcome} from '../domain/wait.js'
import {unlessEnded} from '../domain/unless-ended.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {HangingNodes} from '../redis/hanging-nodes.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {changesUnderWay, type Here} from './under-way.js'

export type WaitOptions = {
  readonly conditions: readonly Condition[]
  /** Milliseconds after which to give up. */
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly here: Here
  /** Called after each look at the cluster at which something was still missing. */
  readonly onLook: (look: WaitLook) => void
}

/** Pauses between two looks, in milliseconds: each is twice as long as the one before it. */
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 500

/**
 * Looks at a cluster again and again until all conditions hold, or the time limit passes. The seed need not answer at
 * the beginning. Throws CANCELLED when the signal is aborted, UNREACHABLE if the seed does not accept the
 * credentials, and REFUSED if it is not a cluster node, because waiting does not change these.
 */
export async function waitFor(
  seed: Address,
  options: WaitOptions,
  connection: ConnectionOptions,
): Promise<WaitOutcome> {
  const {limitMs, signal, onLook} = options
  const began = performance.now()
  const outcome = (status: WaitOutcome['status'], last: WaitLook): WaitOutcome => {
    return {status, milliseconds: Math.round(performance.now() - began), last}
  }
  const end = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  await using session = openSession(withinLimit(connection, limitMs))
  const looks = new Looks(session, seed, options)
  let last: WaitLook = {judged: judgedAsUnread(options.conditions), nodes: [], unread: NO_ANSWER}
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const look = await unlessEnded(looks.next(), end)
    if (look && isReached(look)) return outcome('reached', look)
    last = look ?? last
    if (signal.aborted) throw new ClusterToolError('CANCELLED', 'Cancelled; nothing was changed.')
    if (end.aborted) return outcome('timed-out', last)
    onLook(last)
    await sleep(pauseMs, undefined, {signal: end}).catch(() => undefined)
  }
}

const NO_ANSWER = 'it has not answered yet'

/** A time limit for one reply that is longer than the whole wait would be of no use. */
function withinLimit(connection: ConnectionOptions, limitMs: number): ConnectionOptions {
  return {
    ...connection,
    connectTimeoutMs: Math.min(connection.connectTimeoutMs, limitMs),
    commandTimeoutMs: Math.min(connection.commandTimeoutMs, limitMs),
  }
}

/** Looks at one cluster, one after the other. */
class Looks {
  private readonly session: Session
  private readonly seed: Address
  private readonly options: Pick<WaitOptions, 'conditions' | 'here'>
  private readonly hanging = new HangingNodes()
  private earlier: ClusterSnapshot | undefined

  constructor(session: Session, seed: Address, options: Pick<WaitOptions, 'conditions' | 'here'>) {
    this.session = session
    this.seed = seed
    this.options = options
  }

  async next(): Promise<WaitLook> {
    const read = await this.read()
    if (typeof read === 'string') {
      return {judged: judgedAsUnread(this.options.conditions), nodes: [], unread: read}
    }
    const {earlier} = this
    this.earlier = read
    const findings = await this.findingsIn(read)
    const judged = this.options.conditions.map((condition) => ({
      condition,
      missing: missingFor(condition, {snapshot: read, findings, earlier}),
    }))
    return {judged, nodes: read.nodes, unread: undefined}
  }

  /** Returns the reason if the seed cannot be read. */
  private async read(): Promise<ClusterSnapshot | string> {
    try {
      return await takeSnapshot(this.session, this.seed, {readNode: this.hanging.read})
    } catch (error) {
      const reason = passingReason(error)
      if (reason === undefined) throw error
      return reason
    }
  }

  /** As `check` reports them: what a change in progress causes is no error. */
  private async findingsIn(snapshot: ClusterSnapshot): Promise<readonly Finding[]> {
    const findings = runChecks(snapshot)
    const mayBeExplained = findings.some(({code}) => code === 'slots-open' || code === 'views-disagree')
    if (!mayBeExplained) return findings
    return explainByChanges(
      snapshot,
      findings,
      await changesUnderWay(this.session, snapshot, this.options.here),
    )
  }
}

function judgedAsUnread(conditions: readonly Condition[]): WaitLook['judged'] {
  return conditions.map((condition) => ({condition, missing: []}))
}

/** Why a node could not be read, if it may be readable later. */
function passingReason(error: unknown): string | undefined {
  const [fact] = error instanceof ClusterToolError ? error.facts : []
  if (fact?.code !== 'unread-node') return undefined
  return fact.kind === 'auth' || fact.kind === 'not-cluster' ? undefined : fact.reason
}
