import {chmod, rename, rm, stat, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {unlessBug} from '../domain/bug.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'

/** The collector of node_exporter often runs as another user. */
const READABLE_BY_ALL = 0o644

/**
 * Writes a file that others read at any time: they see the old text or the new one. Throws REFUSED if it cannot be
 * written, or if something other than a file has that name.
 */
export async function writeTextfile(path: string, text: string): Promise<void> {
  const known = await stat(path).catch(unlessBug)
  // Renaming a file to /dev/null would replace the device.
  if (known && !known.isFile()) throw unwritable(path, 'it is not a file')
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    await writeFile(temporary, text)
    await chmod(temporary, READABLE_BY_ALL)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, {force: true}).catch(unlessBug)
    throw unwritable(path, messageOf(cause), cause)
  }
}

function unwritable(path: string, reason: string, cause?: unknown): ClusterToolError {
  return new ClusterToolError('REFUSED', `${path} cannot be written: ${reason}.`, {cause})
}
