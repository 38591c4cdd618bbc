import type {CutoverResult, CutoverWish, Then} from '../domain/cutover.js'
import {ClusterToolError} from '../domain/errors.js'
import {control, type ControlContext, type ControlTarget} from './control.js'

export type CutoverOutcome = {
  readonly status: 'done' | 'different' | 'incomplete'
  /** The import that followed the source. */
  readonly operation: string
  readonly found: CutoverResult
  /** What became of the source. */
  readonly afterwards: Then
  /** Why it did not succeed; undefined if it did. */
  readonly stopped: string | undefined
}

export type CutoverWords = CutoverWish & {readonly by: string}

export type CutoverContext = Omit<ControlContext, 'answerMs'> & {
  readonly signal: AbortSignal
  /** Switches the clients. Returns why they were not switched; undefined if they were. */
  readonly switchClients: (found: CutoverResult) => Promise<string | undefined>
}

/** Comparing all keys of a large source takes minutes. */
const COMPARE_LIMIT_MS = 3_600_000
/** What is under way is waited for, and a server that is shut down may save its data. */
const END_LIMIT_MS = 120_000

/**
 * Tells a running import that follows its source to close it and to compare; if all is equal, lets clients be switched, and
 * then says what becomes of the source. Throws as `control` does.
 */
export async function cutOver(
  target: ControlTarget,
  {by, sample, holdMs, afterwards}: CutoverWords,
  context: CutoverContext,
): Promise<CutoverOutcome> {
  const {operation} = await control(target, {do: 'status'}, context)
  const named = {kind: 'operation', name: operation.id} as const
  const end = (what: Then) =>
    control(named, {do: 'end-cutover', by, afterwards: what}, {...context, answerMs: END_LIMIT_MS})
  // The source does not stay closed for somebody who has gone.
  const giveUp = () => void end('unpause').catch(whenRefused)
  context.signal.addEventListener('abort', giveUp, {once: true})
  const begin = {do: 'cutover', by, sample, holdMs, afterwards} as const
  const {cutover: found} = await control(named, begin, {...context, answerMs: COMPARE_LIMIT_MS}).finally(() =>
    context.signal.removeEventListener('abort', giveUp),
  )
  if (!found) throw new TypeError('the operation did not say what it found')
  const facts = {operation: operation.id, found}
  if (found.status !== 'equal') {
    const isDifferent = found.status === 'different'
    return {
      ...facts,
      status: isDifferent ? 'different' : 'incomplete',
      afterwards: 'unpause',
      stopped: found.reason,
    }
  }
  const failure = await context.switchClients(found).catch((error: unknown) => {
    // A signal, or nobody who could answer.
    if (error instanceof ClusterToolError) return error.message
    throw error
  })
  try {
    await end(failure === undefined ? afterwards : 'unpause')
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    return {
      ...facts,
      status: 'incomplete',
      afterwards: 'unpause',
      stopped: (failure ?? error.message).replace(/[.]$/, ''),
    }
  }
  return failure === undefined
    ? {...facts, status: 'done', afterwards, stopped: undefined}
    : {...facts, status: 'incomplete', afterwards: 'unpause', stopped: failure}
}

/** It has ended by itself. */
function whenRefused(error: unknown): undefined {
  if (!(error instanceof ClusterToolError)) throw error
}
