import AddNode from './commands/add-node.js'
import Apply from './commands/apply.js'
import Backup from './commands/backup.js'
import Check from './commands/check.js'
import Create from './commands/create.js'
import DelNode from './commands/del-node.js'
import Fix from './commands/fix.js'
import History from './commands/history.js'
import Info from './commands/info.js'
import LocalClean from './commands/local/clean.js'
import LocalStart from './commands/local/start.js'
import LocalStatus from './commands/local/status.js'
import LocalStop from './commands/local/stop.js'
import Rebalance from './commands/rebalance.js'
import Reshard from './commands/reshard.js'
import Resume from './commands/resume.js'
import Slot from './commands/slot.js'
import Undo from './commands/undo.js'

export {start} from './cli/start.js'

/** What oclif finds by name; the manifest is made from it. */
export const COMMANDS = {
  'add-node': AddNode,
  apply: Apply,
  backup: Backup,
  check: Check,
  create: Create,
  'del-node': DelNode,
  fix: Fix,
  history: History,
  info: Info,
  'local:clean': LocalClean,
  'local:start': LocalStart,
  'local:status': LocalStatus,
  'local:stop': LocalStop,
  rebalance: Rebalance,
  reshard: Reshard,
  resume: Resume,
  slot: Slot,
  undo: Undo,
}
