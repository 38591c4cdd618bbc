import AddNode from './commands/add-node/command.js'
import Apply from './commands/apply/command.js'
import Call from './commands/call/command.js'
import Backup from './commands/backup/command.js'
import BigKeys from './commands/big-keys/command.js'
import Check from './commands/check/command.js'
import ConfigGet from './commands/config/get.js'
import ConfigSet from './commands/config/set.js'
import Compare from './commands/compare/command.js'
import Cutover from './commands/cutover/command.js'
import Completion from './commands/completion/command.js'
import Control from './commands/control/command.js'
import Create from './commands/create/command.js'
import DelNode from './commands/del-node/command.js'
import Failover from './commands/failover/command.js'
import Fix from './commands/fix/command.js'
import History from './commands/history/command.js'
import Import from './commands/import/command.js'
import Info from './commands/info/command.js'
import LocalClean from './commands/local/clean.js'
import LocalStart from './commands/local/start.js'
import LocalStatus from './commands/local/status.js'
import LocalStop from './commands/local/stop.js'
import Metrics from './commands/metrics/command.js'
import ProfileList from './commands/profile/list.js'
import ProfileShow from './commands/profile/show.js'
import ProfileTest from './commands/profile/test.js'
import MapSlots from './commands/map/command.js'
import Rebalance from './commands/rebalance/command.js'
import Replace from './commands/replace/command.js'
import Replicate from './commands/replicate/command.js'
import Report from './commands/report/command.js'
import Reshard from './commands/reshard/command.js'
import Restore from './commands/restore/command.js'
import Resume from './commands/resume/command.js'
import Roll from './commands/roll/command.js'
import SetTimeout from './commands/set-timeout/command.js'
import Shim from './commands/shim/command.js'
import Slot from './commands/slot/command.js'
import Spread from './commands/spread/command.js'
import Undo from './commands/undo/command.js'
import Verify from './commands/verify/command.js'
import Wait from './commands/wait/command.js'
import Watch from './commands/watch/command.js'
import type {CommandId} from './cli/first-word.js'

export {ClusterHelp} from './cli/help.js'
export {start} from './cli/start.js'
export {legacy} from './legacy/index.js'

/** The commands by name, for oclif; the manifest is made from it. */
export const COMMANDS = {
  'add-node': AddNode,
  apply: Apply,
  call: Call,
  backup: Backup,
  'big-keys': BigKeys,
  check: Check,
  'config:get': ConfigGet,
  'config:set': ConfigSet,
  compare: Compare,
  cutover: Cutover,
  completion: Completion,
  control: Control,
  create: Create,
  'del-node': DelNode,
  failover: Failover,
  fix: Fix,
  history: History,
  import: Import,
  info: Info,
  'local:clean': LocalClean,
  'local:start': LocalStart,
  'local:status': LocalStatus,
  'local:stop': LocalStop,
  map: MapSlots,
  metrics: Metrics,
  'profile:list': ProfileList,
  'profile:show': ProfileShow,
  'profile:test': ProfileTest,
  rebalance: Rebalance,
  replace: Replace,
  replicate: Replicate,
  report: Report,
  reshard: Reshard,
  restore: Restore,
  resume: Resume,
  roll: Roll,
  'set-timeout': SetTimeout,
  shim: Shim,
  slot: Slot,
  spread: Spread,
  undo: Undo,
  verify: Verify,
  wait: Wait,
  watch: Watch,
} satisfies Readonly<Record<CommandId, unknown>>
