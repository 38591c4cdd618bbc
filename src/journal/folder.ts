import {constants} from 'node:fs'
import {access, mkdir, statfs} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {ClusterToolError, messageOf} from '../domain/errors.js'

/** Where operations are written down: XDG_STATE_HOME, as the XDG base directory specification has it. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const home = env['XDG_STATE_HOME']
  // A relative path in it is to be ignored, says the specification.
  return join(home?.startsWith('/') ? home : join(homedir(), '.local', 'state'), 'clustertool')
}

/** A journal of many thousand windows takes less. */
const LEAST_FREE_BYTES = 1_000_000

/** Makes the folder. Throws REFUSED when nothing can be written there, before anything is done to a cluster. */
export async function openFolder(path: string): Promise<void> {
  const reason = await tryFolder(path)
  if (reason !== undefined) throw unwritable(path, reason)
}

/** Makes the folder, and tells why nothing can be written there; undefined when it can. */
export async function tryFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path, {recursive: true, mode: 0o700})
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
    `What is done is written down in ${path}, and that cannot be written: ${reason}; nothing was changed.`,
    {hints: ['Name a folder that can be written in XDG_STATE_HOME.']},
  )
}
