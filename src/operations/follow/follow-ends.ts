import {ClusterToolError} from '../../domain/errors.js'
import type {FollowedSource} from '../../domain/follow.js'

/** Whether the file system refused something. */
export function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** How the followers have ended. `wasGivenUp`: the source was. Throws bugs. */
export function endOf(
  ends: readonly PromiseSettledResult<void>[],
  wasGivenUp: boolean,
): {readonly isCutOver: boolean; readonly stopped: string | undefined} {
  const failed = ends.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : []))
  const known = failed.map(toKnown)
  // One that fails stops the others.
  const first = known.find(({code}) => code !== 'CANCELLED')
  if (wasGivenUp && !first) return {isCutOver: true, stopped: undefined}
  const message = first?.message ?? 'it was stopped before it was cut over'
  return {isCutOver: false, stopped: message.replace(/[.]$/, '')}
}

/** An error of a follower for the user. Throws bugs. */
function toKnown(error: unknown): ClusterToolError {
  if (error instanceof ClusterToolError) return error
  if (!isOfFileSystem(error)) throw error
  return new ClusterToolError('INCOMPLETE', `the spool cannot be used: ${error.message}`, {cause: error})
}

/** Why an import cannot be cut over. */
export function notReady(sources: readonly FollowedSource[], readyBelowMs: number): string {
  const late = sources.find(
    ({phase, lagMs, trouble}) => phase !== 'following' || lagMs > readyBelowMs || trouble,
  )
  if (!late) return 'it is not ready yet'
  const {name, phase, lagMs, trouble} = late
  if (trouble !== undefined) return `it is not ready: the source ${name} is lost (${trouble})`
  return phase === 'following'
    ? `it is not ready: it is ${(lagMs / 1000).toFixed(1)} s behind ${name}`
    : `it is not ready: of ${name}, it is still ${phase}`
}
