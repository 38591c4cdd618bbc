import type {CommandId} from './first-word.js'

/** How the list of commands is divided. */
export const GROUPS = ['Look', 'Change', 'Repair', 'Data', 'This machine'] as const

type CommandGroup = (typeof GROUPS)[number]

/** The group of each command. */
export const GROUP_OF: Readonly<Record<CommandId, CommandGroup>> = {
  check: 'Look',
  info: 'Look',
  slot: 'Look',
  map: 'Look',
  'big-keys': 'Look',
  report: 'Look',
  history: 'Look',
  wait: 'Look',
  metrics: 'Look',
  watch: 'Look',
  create: 'Change',
  'add-node': 'Change',
  'del-node': 'Change',
  reshard: 'Change',
  failover: 'Change',
  roll: 'Change',
  replace: 'Change',
  replicate: 'Change',
  spread: 'Change',
  rebalance: 'Change',
  call: 'Change',
  'config:get': 'Change',
  'config:set': 'Change',
  'set-timeout': 'Change',
  apply: 'Change',
  undo: 'Change',
  control: 'Change',
  fix: 'Repair',
  resume: 'Repair',
  backup: 'Data',
  restore: 'Data',
  verify: 'Data',
  compare: 'Data',
  import: 'Data',
  cutover: 'Data',
  'local:start': 'This machine',
  'local:status': 'This machine',
  'local:stop': 'This machine',
  'local:clean': 'This machine',
  completion: 'This machine',
  shim: 'This machine',
  'profile:list': 'This machine',
  'profile:show': 'This machine',
  'profile:test': 'This machine',
}
