import {ClusterToolError, EXIT_CODES} from '../domain/errors.js'
import {errorDocument} from '../contract/document.js'
import {printable} from '../report/words.js'
import {nearest} from '../domain/nearest.js'
import {toExit} from './exit.js'
import {isHelpPage} from './help-topics.js'

/** The names of commands as typed; src/index.ts has a command for each. */
const COMMAND_NAMES = [
  'add-node',
  'apply',
  'call',
  'backup',
  'big-keys',
  'check',
  'config get',
  'config set',
  'compare',
  'completion',
  'control',
  'cutover',
  'create',
  'del-node',
  'failover',
  'fix',
  'history',
  'import',
  'info',
  'local clean',
  'local start',
  'local status',
  'local stop',
  'map',
  'metrics',
  'profile list',
  'profile show',
  'profile test',
  'rebalance',
  'replace',
  'replicate',
  'report',
  'reshard',
  'restore',
  'resume',
  'roll',
  'set-timeout',
  'shim',
  'slot',
  'spread',
  'undo',
  'verify',
  'wait',
  'watch',
] as const

type Spelled<Name extends string> = Name extends `${infer Topic} ${infer Rest}` ? `${Topic}:${Rest}` : Name

/** The names in the form of oclif. */
export type CommandId = Spelled<(typeof COMMAND_NAMES)[number]>

/**
 * The command line, with the common forms of help and version in the form of oclif. Throws USAGE for an unknown name,
 * with the command that the user may have meant. With --json it prints that as a document on stdout and returns
 * undefined.
 */
export function understand(argv: readonly string[]): readonly string[] | undefined {
  try {
    refuseUnknown(argv)
    return usual(argv)
  } catch (error) {
    const end = argv.indexOf('--')
    if (!argv.slice(0, end < 0 ? argv.length : end).includes('--json')) throw error
    process.exitCode = EXIT_CODES.USAGE
    process.stdout.write(`${JSON.stringify(errorDocument(argv[0] ?? '', toExit(error)), undefined, 2)}\n`)
    return undefined
  }
}

function usual(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv
  if (first === '-h') return ['--help']
  if (first === 'help') return [...rest, '--help']
  if (first === '-v' || first === 'version') return ['--version']
  // Words of call may look like it.
  return argv.length > 1 && rest.at(-1) === '-h' && first !== 'call' ? [...argv.slice(0, -1), '--help'] : argv
}

function refuseUnknown(argv: readonly string[]): void {
  const [first = '-', second = ''] = argv
  if (isKnown(first, argv)) return
  const inTopic = NAMES.filter((name) => name.startsWith(`${first} `))
  if (inTopic.length === 0) throw unknownCommand(first, [...NAMES, ...TOPICS])
  // A topic alone shows its help.
  const isBare = second === '' || second.startsWith('-')
  const typed = `${first} ${second}`
  if (!isBare && !inTopic.includes(typed)) throw unknownCommand(typed, inTopic)
}

function isKnown(first: string, argv: readonly string[]): boolean {
  if (first.startsWith('-') || OTHER_WORDS.has(first)) return true
  // `help connection` was rewritten to this.
  return NAMES.includes(first.replace(':', ' ')) || (isHelpPage(first) && argv.at(-1) === '--help')
}

const OTHER_WORDS: ReadonlySet<string> = new Set(['help', 'version'])
const NAMES: readonly string[] = COMMAND_NAMES
const TOPICS = new Set(NAMES.flatMap((name) => (name.includes(' ') ? name.split(' ', 1) : [])))

/** The error for a word that is no command, with the one of `names` that was probably meant. */
export function unknownCommand(
  typed: string,
  names: readonly string[] = [...NAMES, ...TOPICS],
): ClusterToolError {
  const meant = nearest(typed, names)
  return new ClusterToolError('USAGE', `There is no command "${printable(typed)}".`, {
    hints: [...(meant ? [`Did you mean ${meant}?`] : []), 'To list all commands: clustertool --help'],
  })
}
