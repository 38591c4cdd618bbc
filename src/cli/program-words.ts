import {join} from 'node:path'
import {isSea} from 'node:sea'

/** The words with which a shell starts this program. `root`: the folder of the package, if it is not in one file. */
export function programWords(root: string): readonly string[] {
  return isSea() ? [process.execPath] : [process.execPath, join(root, 'bin', 'run.js')]
}
