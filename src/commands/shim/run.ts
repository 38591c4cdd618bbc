import {chmod, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {SHIM_MARK, type ShimName, shimScript} from '../../compat/shim.js'
import {ClusterToolError, messageOf} from '../../domain/errors.js'
import type {Shim} from '../../report/shim-text.js'

export {SHIM_NAMES, type ShimName} from '../../compat/shim.js'

/**
 * Writes a script that replaces an older tool. Throws REFUSED for a file that is not such a script, unless `force`.
 */
export async function writeShim(
  dir: string | undefined,
  {name, force, root}: {readonly name: ShimName; readonly force: boolean; readonly root: string},
): Promise<Shim> {
  if (dir === undefined || dir === '') {
    throw new ClusterToolError('USAGE', 'No folder was named.', {
      hints: ['Name the folder that the script goes into, such as: clustertool shim ~/bin'],
    })
  }
  const folder = resolve(dir)
  const path = join(folder, name)
  try {
    if (!force) await refuseOthers(path)
    await mkdir(folder, {recursive: true})
    await replaceFile(path, shimScript(name, [process.execPath, join(root, 'bin', 'run.js')]))
  } catch (cause) {
    if (cause instanceof ClusterToolError) throw cause
    const why = messageOf(cause)
    throw new ClusterToolError('REFUSED', `${path} cannot be written: ${why}.`, {cause})
  }
  return {name, folder, path}
}

async function refuseOthers(path: string): Promise<void> {
  const text = await readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined || text.split('\n', 2)[1]?.startsWith(SHIM_MARK)) return
  throw new ClusterToolError('REFUSED', `${path} is there already, and was not made by clustertool shim.`, {
    hints: ['Name another folder, or pass --force to overwrite it.'],
  })
}

/** By renaming, because a shell reads a script while it runs it, and must not write through a link. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}`
  try {
    await writeFile(temporary, text, {flag: 'wx'})
    await chmod(temporary, 0o755)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, {force: true})
    throw error
  }
}
