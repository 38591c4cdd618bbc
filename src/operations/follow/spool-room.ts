import {statfsSync} from 'node:fs'
import {ClusterToolError} from '../../domain/errors.js'

/** What must be free for the stream at least, and what a disk must keep for others. */
const LEAST_BYTES = 256 * 1024 * 1024

/**
 * How many bytes of the stream may be on disk: the wish of the user, or half of what is free. Throws REFUSED if the disk of the
 * folder does not have as much.
 */
export function spoolLimit(folder: string, wished: number | undefined): number {
  const {bavail, bsize} = statfsSync(folder)
  const free = bavail * bsize
  const needed = wished ?? LEAST_BYTES
  if (free < needed) {
    throw new ClusterToolError(
      'REFUSED',
      `The disk of ${folder} has only ${mebibytes(free)} MB free, and what clients write to the source meanwhile may need ${mebibytes(needed)} MB.`,
      {hints: ['Choose another folder with --spool.', 'Nothing was changed.']},
    )
  }
  return wished ?? Math.floor(free / 2)
}

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024)
}
