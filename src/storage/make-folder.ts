import {existsSync, mkdirSync, statSync} from 'node:fs'
import {dirname} from 'node:path'

/**
 * Creates a folder and those above it. `mode`: who may use the new ones. Throws what the file system says.
 *
 * Node.js's own `recursive` never returns below /proc (Node.js 20 to 24), where a folder exists and yet nothing can be
 * created in it.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const parent = dirname(path)
  if (parent !== path && !existsSync(parent)) makeFolder(parent, mode)
  try {
    mkdirSync(path, {mode})
  } catch (error) {
    if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false
}
