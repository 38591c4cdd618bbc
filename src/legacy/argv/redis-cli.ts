import {ClusterToolError} from '../../domain/errors.js'
import type {LegacyTool} from '../tool.js'
import type {ArgvContext} from '../../cli/legacy-port.js'
import {badOption, type GivenFlag, wordsAfter} from './option.js'
import {REDIS_CLI_OPTIONS} from './redis-cli-options.js'
import {compose, type LegacyLine, SUB_COMMANDS} from './sub-commands.js'

/** A command line in our spelling, and the tool whose spelling it was in. */
export type Translated = {readonly args: readonly string[]; readonly tool?: LegacyTool}

/** Whether --cluster is among the options, which end at the first word that is neither one nor the value of one. */
export function hasClusterOption(argv: readonly string[]): boolean {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    if (word === '--cluster') return true
    if (!word.startsWith('-')) return false
    if (REDIS_CLI_OPTIONS.get(word)?.takes === 'word') index++
  }
  return false
}

/** Our argv for a `--cluster` command line of redis-cli or valkey-cli. Throws USAGE. */
export function translateRedisCli(argv: readonly string[], {programName, env}: ArgvContext): Translated {
  const {command, words, given} = parse(argv)
  if (command === 'help') return {args: [...words, '--help']}
  const all = withoutTarget(saysYes(env) ? [...given, ['yes', true]] : given)
  const tool = toolOf(argv, given, programName)
  // valkey-cli asks about fewer than three primaries, and so does create, with the layout in view.
  const more: readonly GivenFlag[] = tool === 'valkey-cli' ? [['allow-fewer-primaries', true]] : []
  return {args: compose({command, words, given: [...all, ...more]}, tool), tool}
}

function parse(argv: readonly string[]): LegacyLine {
  let command: string | undefined
  const words: string[] = []
  const given: GivenFlag[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    const option = REDIS_CLI_OPTIONS.get(word)
    if (word === '--cluster') {
      if (command !== undefined) throw badOption(word, '--cluster may be given once.')
      command = knownCommand(argv[++index])
    } else if (option) {
      const values = wordsAfter(argv, index, option)
      given.push(...option.read(values, word))
      index += values.length
    } else if (isArgument(word, command)) words.push(word)
    else
      throw badOption(word, 'Flags of clustertool itself go with its own commands; see clustertool --help.')
  }
  return {command: command ?? '', words, given}
}

/** redis-cli refuses all unknown options; in `call` they are words of the command here, such as -1. */
function isArgument(word: string, command: string | undefined): boolean {
  return !word.startsWith('-') || (command === 'call' && !word.startsWith('--cluster'))
}

function knownCommand(name: string | undefined): string {
  if (name !== undefined && (name === 'help' || SUB_COMMANDS.has(name))) return name
  const message =
    name === undefined ? '--cluster needs a subcommand.' : `Unknown --cluster subcommand "${name}".`
  throw new ClusterToolError('USAGE', message, {
    hints: [`These are known: ${[...SUB_COMMANDS.keys()].join(', ')}.`],
  })
}

/** A target that is named among the sources was left out of them; as the only one it is refused by reshard itself. */
function withoutTarget(given: readonly GivenFlag[]): readonly GivenFlag[] {
  const to = String(given.findLast(([flag]) => flag === 'to')?.[1]).toLowerCase()
  return given.map(([flag, value]) => {
    if (flag !== 'from' || value === true) return [flag, value]
    const others = value.split(',').filter((name) => name.toLowerCase() !== to)
    return [flag, others.length > 0 ? others.join(',') : value]
  })
}

function saysYes(env: ArgvContext['env']): boolean {
  return env['REDISCLI_CLUSTER_YES'] === '1' || env['VALKEYCLI_CLUSTER_YES'] === '1'
}

const VALKEY_SPELLING = /^--cluster-(.*primar(y|ies)|replica$|use-atomic)/

/** What a wrapper says, else the name of the program, else the words that only valkey-cli knows. */
function toolOf(argv: readonly string[], given: readonly GivenFlag[], programName: string): LegacyTool {
  const said = given.findLast(([flag]) => flag === 'as')?.[1]
  if (said === 'valkey-cli' || said === 'redis-cli') return said
  const valkey = programName.startsWith('valkey') || argv.some((word) => VALKEY_SPELLING.test(word))
  return valkey ? 'valkey-cli' : 'redis-cli'
}
