import {isServerError, ReplyRefused} from '../../../redis/errors.js'
import {moveErrorKind} from '../../../redis/move-error.js'
import {CopyEnded, type CopyEnd} from './copy-end.js'

/** What an error of one end means for an attempt; `name`: of that end. Undefined for a bug. */
function endAfter(error: unknown, name: string): CopyEnd | undefined {
  if (error instanceof CopyEnded) return error.end
  if (!isServerError(error)) return undefined
  const told = new Error(`${name}: ${error.message}`, {cause: error})
  if (!(error instanceof ReplyRefused)) return {kind: 'trouble', error: told}
  // The source answers so for a key that it does not have any more.
  if (error.code === 'ASK') return {kind: 'gone'}
  if (error.code === 'OOM') return {kind: 'full', error: told}
  if (moveErrorKind(error) === 'try-again' || error.code === 'MOVED') return {kind: 'trouble', error: told}
  return {kind: 'unfit', reason: told.message}
}

/** Ends the attempt if an end refuses or does not answer. Throws CopyEnded, or a bug unchanged. */
export async function orEnd<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const end = endAfter(error, name)
    throw end ? new CopyEnded(end) : error
  }
}
