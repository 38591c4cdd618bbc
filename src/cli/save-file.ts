import {randomBytes} from 'node:crypto'
import {link, realpath, rename, stat, unlink, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {ClusterToolError, messageOf} from '../domain/errors.js'

export type SaveOptions = {
  /** Replace a file that exists. */
  readonly force: boolean
}

/**
 * Refuses a path at which a file cannot be saved, before the work for it is done. Throws REFUSED as `saveFile` does.
 */
export async function refuseUnsavable(path: string, {force}: SaveOptions): Promise<void> {
  const [found, folder] = await Promise.all([kindOf(path), kindOf(dirname(path))])
  if (folder !== 'folder') throw unsavable(path, `there is no folder ${dirname(path)}`)
  if (found === 'folder') throw unsavable(path, 'it is a folder')
  // A renamed file would take the place of a device or a pipe.
  if (found === 'other') throw unsavable(path, 'it is not a file')
  if (found !== undefined && !force) throw exists(path)
}

/**
 * Writes a file that only its owner may read, as a whole or not at all: first beside its place, then it gets its name.
 * Throws REFUSED if that is not possible, or if there is a file already and it must not be replaced.
 */
export async function saveFile(named: string, text: string, {force}: SaveOptions): Promise<void> {
  // A symbolic link stays one, and its file is replaced.
  const path = (await realpath(named).catch(unlessSystemError)) ?? named
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    await writeFile(beside, text, {mode: 0o600, flag: 'wx', flush: true})
    await (force ? rename(beside, path) : giveName(beside, path))
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw exists(path)
    if (codeOf(cause) === undefined) throw cause
    throw unsavable(path, messageOf(cause), cause)
  } finally {
    await unlink(beside).catch(unlessSystemError)
  }
}

/** A link fails if there is a file by now, which a rename would replace. Not all file systems have links. */
async function giveName(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path)
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error) ?? '')) throw error
    await rename(beside, path)
  }
}

const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

async function kindOf(path: string): Promise<'folder' | 'file' | 'other' | undefined> {
  const found = await stat(path).catch(unlessSystemError)
  if (!found) return undefined
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other'
}

function exists(path: string): ClusterToolError {
  return new ClusterToolError('REFUSED', `${path} exists already.`, {
    hints: ['Choose another name, or add --force to replace it.'],
  })
}

function unsavable(path: string, reason: string, cause?: unknown): ClusterToolError {
  return new ClusterToolError('REFUSED', `${path} cannot be written: ${reason}.`, {cause})
}

function unlessSystemError(error: unknown): undefined {
  if (codeOf(error) === undefined) throw error
}

/** The code of an error of the file system. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
