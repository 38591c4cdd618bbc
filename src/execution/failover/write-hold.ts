import {setTimeout as sleep} from 'node:timers/promises'
import type {NodeId} from '../../domain/node.js'
import {isServerError, ReplyRefused} from '../../redis/errors.js'
import type {WriteProbe} from '../../redis/write-probe.js'
import type {StepExecution} from '../step-execution.js'
import {ownLineOf} from './promotion.js'

/** Asks a primary again and again for something that it holds like a write. */
export type Hold = {
  /** No further question is asked. */
  stop(): void
  /** The longest time to a reply in milliseconds; undefined if this user may not ask, or the node was lost. */
  readonly longestMs: Promise<number | undefined>
}

const EVERY_MS = 1

/** Starts to measure, when the first reply is there. */
export async function measureHold(primary: NodeId, execution: StepExecution): Promise<Hold> {
  const slots = (await ownLineOf(primary, execution))?.slots ?? []
  if (slots.length === 0) return NOTHING
  try {
    const probe = await execution.session.writeProbe(primary, slots)
    await probe.ask()
    return startAsking(probe)
  } catch (error) {
    if (isServerError(error)) return NOTHING
    throw error
  }
}

const NOTHING: Hold = {stop: () => undefined, longestMs: Promise.resolve(undefined)}

function startAsking(probe: WriteProbe): Hold {
  let isOver = false
  return {stop: () => void (isOver = true), longestMs: askOn(probe, () => isOver)}
}

/** Until the node says that another one serves its slots, or nobody wants to know any more. */
async function askOn(probe: WriteProbe, isOver: () => boolean): Promise<number | undefined> {
  let longestMs = 0
  try {
    for (;;) {
      const start = performance.now()
      const moved = await asks(probe)
      longestMs = Math.max(longestMs, performance.now() - start)
      if (moved || isOver()) return longestMs
      await sleep(EVERY_MS)
    }
  } catch (error) {
    if (isServerError(error)) return undefined
    throw error
  } finally {
    probe.close()
  }
}

/** Whether the node sends clients to another one. */
async function asks(probe: WriteProbe): Promise<boolean> {
  try {
    await probe.ask()
    return false
  } catch (error) {
    if (error instanceof ReplyRefused && error.code === 'MOVED') return true
    throw error
  }
}
