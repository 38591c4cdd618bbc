import AddNode from './commands/add-node.js'
import Apply from './commands/apply.js'
import Call from './commands/call.js'
import Backup from './commands/backup.js'
import Check from './commands/check.js'
import ConfigGet from './commands/config/get.js'
import ConfigSet from './commands/config/set.js'
import Completion from './commands/completion.js'
import Create from './commands/create.js'
import DelNode from './commands/del-node.js'
import Fix from './commands/fix.js'
import History from './commands/history.js'
import Import from './commands/import.js'
import Info from './commands/info.js'
import LocalClean from './commands/local/clean.js'
import LocalStart from './commands/local/start.js'
import LocalStatus from './commands/local/status.js'
import LocalStop from './commands/local/stop.js'
import Rebalance from './commands/rebalance.js'
import Reshard from './commands/reshard.js'
import Restore from './commands/restore.js'
import Resume from './commands/resume.js'
import SetTimeout from './commands/set-timeout.js'
import Shim from './commands/shim.js'
import Slot from './commands/slot.js'
import Undo from './commands/undo.js'
import Verify from './commands/verify.js'
import type {CommandId} from './cli/first-word.js'

export {start} from './cli/start.js'

/** What oclif finds by name; the manifest is made from it. */
export const COMMANDS = {
  'add-node': AddNode,
  apply: Apply,
  call: Call,
  backup: Backup,
  check: Check,
  'config:get': ConfigGet,
  'config:set': ConfigSet,
  completion: Completion,
  create: Create,
  'del-node': DelNode,
  fix: Fix,
  history: History,
  import: Import,
  info: Info,
  'local:clean': LocalClean,
  'local:start': LocalStart,
  'local:status': LocalStatus,
  'local:stop': LocalStop,
  rebalance: Rebalance,
  reshard: Reshard,
  restore: Restore,
  resume: Resume,
  'set-timeout': SetTimeout,
  shim: Shim,
  slot: Slot,
  undo: Undo,
  verify: Verify,
} satisfies Readonly<Record<CommandId, unknown>>
