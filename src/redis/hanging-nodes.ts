import {setTimeout as sleep} from 'node:timers/promises'
import {type Address, formatAddress} from '../domain/address.js'
import {unlessLate} from '../domain/unless-ended.js'
import type {Session} from './session.js'
import {tryToRead} from './snapshot.js'

type Result = Awaited<ReturnType<typeof tryToRead>>

/** How a node failed, and the read that is waiting for it now. */
type Hanging = {readonly failure: Result; readonly reading?: Promise<Result> | undefined}

/** A failure that took at least this long is a time limit that ran out, and not a refused connection. */
const SLOW_MS = 200

/** For how long a node that hangs is waited for each time; one that has come back answers in less. */
const AGAIN_MS = 50

/**
 * Reads nodes again and again without waiting for the same hanging node each time. The first read waits for the time
 * limit of the session. After that, one read at a time waits in the background, and the node counts as lost until it
 * answers.
 */
export class HangingNodes {
  private readonly hanging = new Map<string, Hanging>()
  private readonly patienceMs: number

  /**
   * `patienceMs`: for how long the first read waits for a node, if that is shorter than the time limit of the session.
   */
  constructor(patienceMs = Infinity) {
    this.patienceMs = patienceMs
  }

  /** Reads one node, as `tryToRead` does. */
  readonly read: typeof tryToRead = async (session, address) => {
    const known = this.hanging.get(formatAddress(address))
    return known ? this.readAgain(session, address, known) : this.readAnew(session, address)
  }

  private async readAnew(session: Session, address: Address): Promise<Result> {
    const began = performance.now()
    const reading = tryToRead(session, address)
    const result = this.patienceMs === Infinity ? await reading : await unlessLate(reading, this.patienceMs)
    if (result === undefined) {
      const failure = {kind: 'unreachable', reason: `no answer within ${this.patienceMs} ms`} as const
      this.hanging.set(formatAddress(address), {failure, reading})
      return failure
    }
    if ('kind' in result && performance.now() - began >= SLOW_MS) {
      this.hanging.set(formatAddress(address), {failure: result})
    }
    return result
  }

  private async readAgain(session: Session, address: Address, {failure, reading}: Hanging): Promise<Result> {
    const key = formatAddress(address)
    const waiting = reading ?? tryToRead(session, address)
    const result = await Promise.race([waiting, sleep(AGAIN_MS, undefined)])
    if (result === undefined) {
      this.hanging.set(key, {failure, reading: waiting})
      return failure
    }
    // A node that has failed at once was not hanging any more.
    if ('kind' in result && reading) this.hanging.set(key, {failure: result})
    else this.hanging.delete(key)
    return result
  }
}
