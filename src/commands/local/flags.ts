import {homedir} from 'node:os'
import {join} from 'node:path'
import * as Flags from '@oclif/core/flags'

/** The folder of a local cluster. */
export const dirFlag = Flags.string({
  description: 'Folder of the local cluster. Default: clustertool/local in the state folder of the user.',
  helpValue: 'DIR',
})

/** The folder of a local cluster: the flag, or one below XDG_STATE_HOME. */
export function localDir(dir: string | undefined): string {
  if (dir !== undefined) return dir
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state')
  return join(state, 'clustertool', 'local')
}
