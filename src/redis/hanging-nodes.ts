import {type Address, formatAddress} from '../domain/address.js'
import {unlessLate} from '../domain/unless-ended.js'
import type {Session} from './session.js'
import {tryToRead} from './snapshot.js'

type Result = Awaited<ReturnType<typeof tryToRead>>

/** `isSilent`: a time limit ran out. */
type NodeAnswer = {readonly result: Result; readonly isSilent: boolean}

/** A failure that took at least this long is a time limit that ran out, and not a refused connection. */
const SLOW_MS = 200

/** For how long a node that hangs is waited for each time; one that has come back answers in less. */
const AGAIN_MS = 50

export type HangingOptions = {
  /**
   * For how many milliseconds the first read waits for a node, if that is shorter than the time limit of the session.
   * Default: no shorter.
   */
  readonly patienceMs?: number
  /** For how many milliseconds each later read waits. Default: 50. */
  readonly againMs?: number
}

/**
 * Reads nodes again and again without waiting for the same hanging node each time. The first read waits for the time
 * limit of the session. After that, one read at a time waits in the background, and the node counts as lost until it
 * answers.
 *
 * A connection that is silent until its time limit is closed, because a firewall may have forgotten it. A server that
 * has stopped collects the connections that take its place, so each waits twice as long as the one before it.
 */
export class HangingNodes {
  private readonly hanging = new Map<string, HangingNode>()
  private readonly patienceMs: number
  private readonly againMs: number

  constructor({patienceMs = Infinity, againMs = AGAIN_MS}: HangingOptions = {}) {
    this.patienceMs = patienceMs
    this.againMs = againMs
  }

  /** Reads one node, as `tryToRead` does. */
  readonly read: typeof tryToRead = (session, address) => this.readWithin(session, address, this.patienceMs)

  /** The same; the first read waits as long as the time limit of the session says. */
  readonly readPatiently: typeof tryToRead = (session, address) => this.readWithin(session, address, Infinity)

  private async readWithin(session: Session, address: Address, patienceMs: number): Promise<Result> {
    const key = formatAddress(address)
    const known = this.hanging.get(key)
    if (known && !known.isOver) return known.readAgain(session, this.againMs)
    // What it has said since the last read is old by now.
    this.hanging.delete(key)
    known?.end(session)
    const reading = readOnce(session, address, 1)
    const done = patienceMs === Infinity ? await reading : await unlessLate(reading, patienceMs)
    if (done && !done.isSilent) return done.result
    const failure: Result = done?.result ?? {
      kind: 'unreachable',
      reason: `no answer within ${patienceMs} ms`,
    }
    this.hanging.set(key, new HangingNode(address, failure, reading))
    return failure
  }
}

/** A node that was silent. A read waits for it. */
class HangingNode {
  private readonly address: Address
  private readonly failure: Result
  /** What came of the read that was waiting for it, if it has ended. */
  private done: NodeAnswer | undefined
  /** Called when it ends. One at a time: a promise would keep all who ever waited for it. */
  private waiter: ((done: NodeAnswer) => void) | undefined
  /** By which the time limits of its last connection were multiplied, and of the next one will be. */
  private patience = {last: 1, next: 1}

  constructor(address: Address, failure: Result, reading: Promise<NodeAnswer>) {
    this.address = address
    this.failure = failure
    this.wait(reading)
  }

  /** Whether it has said something, or has refused the connection. */
  get isOver(): boolean {
    return this.done !== undefined && !this.done.isSilent
  }

  /** What it says within this number of milliseconds, or how it failed at first. */
  async readAgain(session: Session, limitMs: number): Promise<Result> {
    const end = performance.now() + limitMs
    for (;;) {
      if (this.done) this.begin(session)
      const done = await this.whenDone(Math.max(0, end - performance.now()))
      if (!done) return this.failure
      if (!done.isSilent) return done.result
    }
  }

  /** A connection with long time limits would hide for long that it has gone silent. */
  end(session: Session): void {
    if (this.patience.last > 1) session.drop(this.address)
  }

  private begin(session: Session): void {
    const {next} = this.patience
    this.patience = {last: next, next: next * 2}
    this.wait(readOnce(session, this.address, next))
  }

  private wait(reading: Promise<NodeAnswer>): void {
    this.done = undefined
    void this.note(reading)
  }

  private async note(reading: Promise<NodeAnswer>): Promise<void> {
    const done = await reading
    this.done = done
    this.waiter?.(done)
  }

  private async whenDone(limitMs: number): Promise<NodeAnswer | undefined> {
    let timer: NodeJS.Timeout | undefined
    const done = await new Promise<NodeAnswer | undefined>((resolve) => {
      this.waiter = resolve
      timer = setTimeout(() => resolve(undefined), limitMs)
    })
    clearTimeout(timer)
    return done
  }
}

async function readOnce(session: Session, address: Address, patience: number): Promise<NodeAnswer> {
  const began = performance.now()
  const patient: Session =
    patience === 1 ? session : {...session, connect: (to) => session.connect(to, patience)}
  const result = await tryToRead(patient, address)
  const isSilent = 'kind' in result && result.kind === 'unreachable' && performance.now() - began >= SLOW_MS
  if (isSilent) session.drop(address)
  return {result, isSilent}
}
