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
  /** Switches the clients. Returns why they were not switched; undefined if they were. */
  readonly switchClients: (found: CutoverResult) => Promise<string | undefined>
}

/** Comparing all keys of a large source takes minutes. */
const COMPARE_LIMIT_MS = 3_600_000
const END_LIMIT_MS = 30_000

/**
 * Tells a running import that follows its source to close it and to compare; if all is equal, lets clients be switched, and
 * then says what becomes of the source. Throws as `control` does.
 */
export async function cutOver(
  target: ControlTarget,
  {by, sample, holdMs, afterwards}: CutoverWords,
  context: CutoverContext,
): Promise<CutoverOutcome> {
  const begin = {do: 'cutover', by, sample, holdMs, afterwards} as const
  const status = await control(target, begin, {...context, answerMs: COMPARE_LIMIT_MS})
  const {cutover: found, operation} = status
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
  const named = {kind: 'operation', name: operation.id} as const
  const end = (what: Then) =>
    control(named, {do: 'end-cutover', by, afterwards: what}, {...context, answerMs: END_LIMIT_MS})
  const failure = await context.switchClients(found).catch((error: unknown) => {
    // A signal, or nobody who could answer.
    if (error instanceof ClusterToolError) return error.message
    throw error
  })
  try {
    await end(failure === undefined ? afterwards : 'unpause')
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    return {...facts, status: 'incomplete', afterwards: 'unpause', stopped: failure ?? error.message}
  }
  return failure === undefined
    ? {...facts, status: 'done', afterwards, stopped: undefined}
    : {...facts, status: 'incomplete', afterwards: 'unpause', stopped: failure}
}
