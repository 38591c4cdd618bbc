import {constants} from 'node:fs'
import {access, statfs} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import {makeFolder} from '../storage/make-folder.js'

/** The folder of the journals: in XDG_STATE_HOME, according to the XDG base directory specification. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const home = env['XDG_STATE_HOME']
  // The specification says that a relative path must be ignored.
  return join(home?.startsWith('/') ? home : join(homedir(), '.local', 'state'), 'clustertool')
}

/** A journal of many thousand windows needs less. */
const LEAST_FREE_BYTES = 1_000_000

/** Creates the folder. Throws REFUSED if it cannot be written, before anything is changed in a cluster. */
export async function openFolder(path: string): Promise<void> {
  const reason = await tryFolder(path)
  if (reason !== undefined) throw unwritable(path, reason)
}

/** Creates the folder. Returns why it cannot be written; undefined if it can. */
export async function tryFolder(path: string): Promise<string | undefined> {
  try {
    makeFolder(path, 0o700)
    await access(path, constants.W_OK | constants.X_OK)
  } catch (cause) {
    return messageOf(cause)
  }
  const {bavail, bsize} = await statfs(path)
  return bavail * bsize < LEAST_FREE_BYTES ? 'the disk is full' : undefined
}

export function unwritable(path: string, reason: string): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `The journal in ${path} cannot be written: ${reason}; nothing was changed.`,
    {hints: ['Set XDG_STATE_HOME to a writable folder.']},
  )
}
