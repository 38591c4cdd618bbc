import type {ArgvContext, Legacy, Translation} from '../cli/legacy-port.js'
import {takeTool} from './argv/take-tool.js'
import {translate} from './argv/translate.js'
import {SHIM_MARK, shimScript} from './shim.js'
import {viewOf} from './views/index.js'

/** Lets the program be called, and answer, as redis-cli, valkey-cli and redis-trib are and do. */
export const legacy: Legacy = {
  failureExit: 1,
  translate(argv: readonly string[], context: ArgvContext): Translation {
    const {args, tool} = takeTool(translate(argv, context).args)
    return {args, view: tool && viewOf(tool)}
  },
  shims: {mark: SHIM_MARK, script: shimScript},
}
