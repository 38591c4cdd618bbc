import {chmod, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {ClusterToolError, messageOf} from '../../domain/errors.js'
import type {ShimName, Shims} from '../../cli/legacy-port.js'
import {programWords} from '../../cli/program-words.js'
import type {Shim} from '../../report/shim-text.js'
import {makeFolder} from '../../storage/make-folder.js'

/** Programs that a shim can take the place of. */
export const SHIM_NAMES = [
  'redis-cli',
  'valkey-cli',
  'redis-trib',
  'redis-trib.rb',
] as const satisfies readonly ShimName[]

type ShimOptions = {
  readonly name: ShimName
  readonly force: boolean
  readonly root: string
  readonly shims: Shims | undefined
}

/**
 * Writes a script that replaces an older tool. Throws REFUSED for a file that is not such a script, unless `force`, and
 * without the legacy module.
 */
export async function writeShim(
  dir: string | undefined,
  {name, force, root, shims}: ShimOptions,
): Promise<Shim> {
  if (dir === undefined || dir === '') {
    throw new ClusterToolError('USAGE', 'No folder was given.', {
      hints: ['Name the folder for the script. Example: clustertool shim ~/bin'],
    })
  }
  if (!shims) throw new ClusterToolError('REFUSED', 'This clustertool cannot replace another tool.')
  const folder = resolve(dir)
  const path = join(folder, name)
  try {
    if (!force) await refuseOthers(path, shims.mark)
    makeFolder(folder)
    await replaceFile(path, shims.script(name, programWords(root)))
  } catch (cause) {
    if (cause instanceof ClusterToolError) throw cause
    const why = messageOf(cause)
    throw new ClusterToolError('REFUSED', `${path} cannot be written: ${why}.`, {cause})
  }
  return {name, folder, path}
}

async function refuseOthers(path: string, mark: string): Promise<void> {
  const text = await readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined || text.split('\n', 2)[1]?.startsWith(mark)) return
  throw new ClusterToolError('REFUSED', `${path} already exists and was not written by clustertool shim.`, {
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
