import {ClusterToolError} from '../../domain/errors.js'
import {CONNECTION_OPTIONS} from './connection-options.js'
import {
  badOption,
  flag,
  type GivenFlag,
  ignored,
  type Option,
  pairs,
  percentage,
  value,
  whole,
  wordsAfter,
} from './option.js'
import type {Translated} from './redis-cli.js'
import {COMMON_FLAGS, compose, type LegacyLine, SUB_COMMANDS} from './sub-commands.js'

/** Options of redis-trib 3.0 to 4.0, those of copies that were taught passwords, and of redis-cli for connections. */
const OPTIONS: ReadonlyMap<string, Option> = new Map([
  ['--replicas', value('replicas', whole(0))],
  ['--slave', flag('slave')],
  ['--master-id', value('master-id')],
  ['--from', value('from')],
  ['--to', value('to')],
  ['--slots', value('slots', whole(1, {means: undefined}))],
  ['--yes', flag('yes')],
  ['--timeout', value('timeout', whole(1, {means: '1000'}))],
  ['--pipeline', value('pipeline', whole(1))],
  ['--weight', pairs('weight')],
  // redis-trib read it and never used it.
  ['--auto-weights', ignored()],
  ['--use-empty-masters', flag('use-empty-primaries')],
  ['--simulate', flag('simulate')],
  ['--threshold', value('threshold', percentage)],
  ['--copy', flag('copy')],
  ['--replace', flag('replace')],
  ['--password', value('pass')],
  ['--json', flag('json')],
  ['--help', flag('help')],
  ...Object.entries(CONNECTION_OPTIONS),
])

/** Our argv for a command line of redis-trib or redis-trib.rb, without its name. Throws USAGE. */
export function translateRedisTrib(argv: readonly string[]): Translated {
  const [command, ...rest] = argv
  if (command === undefined || ['help', '--help', '-h'].includes(command)) return {args: [...rest, '--help']}
  if (command === '--version') return {args: argv}
  if (!SUB_COMMANDS.has(command) || command === 'backup') {
    throw new ClusterToolError('USAGE', `Unknown redis-trib subcommand "${command}".`, {
      hints: ['redis-trib help lists them; the commands that it did not have go by the name clustertool.'],
    })
  }
  return {args: compose(parse(command, rest), 'redis-trib'), tool: 'redis-trib'}
}

function parse(command: string, argv: readonly string[]): LegacyLine {
  const words: string[] = []
  const given: GivenFlag[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    // What follows the address in call is for the server.
    if (!word.startsWith('-') || (command === 'call' && words.length > 0)) {
      words.push(word)
      continue
    }
    const {name, inline} = splitOption(word)
    const option = findOption(command, name)
    const values = inline === undefined ? wordsAfter(argv, index, option) : [inline]
    if (inline !== undefined && option.takes === 'nothing') throw unknown(command, word)
    given.push(...allowed(command, name, option.read(values.slice(0, 1), name)))
    if (inline === undefined) index += Math.min(1, values.length)
  }
  return {command, words, given}
}

/** `--name=value`, which redis-trib took too. */
function splitOption(word: string): {name: string; inline: string | undefined} {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  return equals < 0
    ? {name: word, inline: undefined}
    : {name: word.slice(0, equals), inline: word.slice(equals + 1)}
}

/** By its name or the beginning of one only, as Ruby's option parser does. */
function findOption(command: string, name: string): Option {
  const exact = OPTIONS.get(name)
  if (exact) return exact
  const matches = [...OPTIONS].filter(([known]) => name.length > 2 && known.startsWith(name))
  const fitting = matches.filter(([known]) => allowsOption(command, known))
  const [match] = fitting
  if (match && fitting.length === 1) return match[1]
  throw unknown(command, name)
}

function allowsOption(command: string, name: string): boolean {
  const flags = SUB_COMMANDS.get(command)?.flags ?? []
  return flags.some((flag) => name === `--${flag === 'use-empty-primaries' ? 'use-empty-masters' : flag}`)
}

function allowed(command: string, name: string, given: readonly GivenFlag[]): readonly GivenFlag[] {
  const flags = [...(SUB_COMMANDS.get(command)?.flags ?? []), ...COMMON_FLAGS]
  if (given.every(([flag]) => flags.includes(flag))) return given
  throw unknown(command, name)
}

function unknown(command: string, word: string): ClusterToolError {
  return badOption(word, `redis-trib ${command} does not know it; clustertool ${command} --help lists flags.`)
}
