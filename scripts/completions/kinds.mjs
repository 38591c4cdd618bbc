const SEEN = {words: ['node']}
const MOVED = {from: 'member', to: 'member'}

/**
 * What the words of each command are, as far as candidates for them are known: `clustertool complete` offers nodes, members
 * (nodes of one cluster), operations, profiles and the words of control. `words`: the arguments in order, and `rest`: those that follow.
 */
const KINDS = {
  'add-node': {rest: 'node', flags: {'primary-id': 'member'}},
  apply: {words: ['file', 'node']},
  backup: {words: ['node or file']},
  'big-keys': SEEN,
  call: {...SEEN, flags: {node: 'member'}},
  check: SEEN,
  compare: {words: ['node or file', 'node']},
  completion: {},
  'config get': SEEN,
  'config set': SEEN,
  cutover: {words: ['control-first']},
  control: {words: ['control-first', 'control-second'], rest: 'control-more'},
  create: {},
  'del-node': {words: ['node'], rest: 'member'},
  failover: {words: ['node'], rest: 'member', flags: {of: 'member'}},
  fix: SEEN,
  history: {...SEEN, flags: {dismiss: 'operation'}},
  import: {...SEEN, flags: {from: 'node'}},
  info: SEEN,
  'local clean': {},
  'local start': {},
  'local status': {},
  'local stop': {},
  map: SEEN,
  metrics: SEEN,
  'profile list': {},
  'profile show': {words: ['profile']},
  'profile test': {words: ['profile']},
  rebalance: SEEN,
  replace: {words: ['node'], rest: 'member', flags: {with: 'node'}},
  replicate: {words: ['node'], rest: 'member', flags: {of: 'member'}},
  report: SEEN,
  reshard: {...SEEN, flags: MOVED},
  restore: {words: ['file', 'node']},
  resume: {...SEEN, flags: {operation: 'operation'}},
  roll: {...SEEN, flags: {only: 'member'}},
  'set-timeout': SEEN,
  shim: {},
  slot: {flags: {node: 'node'}},
  spread: SEEN,
  undo: {...SEEN, flags: {operation: 'operation'}},
  verify: {words: ['file', 'node']},
  wait: SEEN,
  watch: SEEN,
}

/** The line of a command. Throws if there is none, or if it names a flag that the command does not have. */
export function kindsOf(command, flagNames) {
  const line = KINDS[command]
  if (!line) throw new Error(`scripts/completions/kinds.mjs has no line for ${command}`)
  const {words = [], rest, flags = {}} = line
  const unknown = Object.keys(flags).find((name) => !flagNames.includes(name))
  if (unknown !== undefined) throw new Error(`kinds.mjs: ${command} has no flag --${unknown}`)
  return {words, rest, flags}
}
