import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError} from '../../domain/errors.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

/** The completion script for a shell, as the build made it. Throws USAGE if no shell is named. */
export async function completionScript(shell: string | undefined, root: string): Promise<string> {
  if (shell === undefined) {
    throw new ClusterToolError('USAGE', 'No shell was given.', {hints: [`Name one of ${SHELLS.join(', ')}.`]})
  }
  return readFile(join(root, 'completions', `clustertool.${shell}`), 'utf8')
}
