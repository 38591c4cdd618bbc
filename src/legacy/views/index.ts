import type {LegacyView} from '../../cli/legacy-port.js'
import type {TextOptions} from '../../report/palette.js'
import type {LegacyTool} from '../tool.js'
import {addNodeView} from './add-node.js'
import {legacyCheckEnding, legacyInfoEnding} from './check-lines.js'
import {createView} from './create.js'
import {delNodeView} from './del-node.js'
import {legacyErrorLines} from './error-lines.js'
import {fixView} from './fix.js'
import {rebalanceView} from './rebalance.js'
import {reshardView} from './reshard.js'

/** The view of one tool. */
export function viewOf(tool: LegacyTool): LegacyView {
  const like = (text: TextOptions) => ({...text, tool})
  return {
    error: (ending, command) => legacyErrorLines(ending, {command, tool}),
    check: (outcome, text) => legacyCheckEnding(outcome, like(text)),
    info: (snapshot, text) => legacyInfoEnding(snapshot, like(text)),
    create: (typed, text) => createView(typed, like(text)),
    addNode: (typed, text) => addNodeView(typed, like(text)),
    delNode: (typed, text) => delNodeView(typed, like(text)),
    reshard: (typed, text) => reshardView(typed, like(text)),
    rebalance: (typed, text) => rebalanceView(typed, like(text)),
    fix: (typed, text) => fixView(typed, like(text)),
  }
}
