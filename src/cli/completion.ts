import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

/** The completion script for a shell, as the build made it. Throws USAGE when no shell or another one is named. */
export async function completionScript(shell: string | undefined, root: string): Promise<string> {
  if (!SHELLS.some((known) => known === shell)) {
    const message = shell === undefined ? 'No shell was named.' : `There is no completion for "${shell}".`
    throw new ClusterToolError('USAGE', message, {hints: [`Name one of ${SHELLS.join(', ')}.`]})
  }
  return readFile(join(root, 'completions', `clustertool.${shell}`), 'utf8')
}
