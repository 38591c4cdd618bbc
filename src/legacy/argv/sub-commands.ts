import {ClusterToolError} from '../../domain/errors.js'
import type {LegacyTool} from '../tool.js'
import type {GivenFlag} from './option.js'

/** What a sub-command takes, and what of it ours takes. */
export type SubCommand = {
  /** Its arguments, for people. */
  readonly words: string
  readonly least: number
  readonly most: number
  /** Flags of ours that options may become; others are dropped. */
  readonly flags: readonly string[]
  /** Flags that stand for what the older tools did without being told. */
  readonly always?: readonly GivenFlag[]
}

const NODE = {words: 'host:port, or host port', least: 1, most: 2}
const MOVING = ['timeout', 'pipeline', 'replace']

export const SUB_COMMANDS: ReadonlyMap<string, SubCommand> = new Map([
  [
    'create',
    {
      words: 'host:port of every node',
      least: 1,
      most: Infinity,
      flags: ['replicas', 'allow-fewer-primaries', 'yes'],
    },
  ],
  ['check', {...NODE, flags: ['search-multiple-owners']}],
  ['info', {...NODE, flags: []}],
  ['fix', {...NODE, flags: ['search-multiple-owners', 'fix-with-unreachable-masters', ...MOVING, 'yes']}],
  ['reshard', {...NODE, flags: ['from', 'to', 'slots', 'method', ...MOVING, 'yes']}],
  [
    'rebalance',
    {
      ...NODE,
      flags: [
        'weight',
        'use-empty-primaries',
        'threshold',
        'simulate',
        'verbose',
        'method',
        ...MOVING,
        'yes',
      ],
      always: [['yes', true]],
    },
  ],
  ['add-node', {words: 'new-host:port existing-host:port', least: 2, most: 2, flags: ['slave', 'master-id']}],
  ['del-node', {words: 'host:port node-id', least: 2, most: 2, flags: ['yes'], always: [['yes', true]]}],
  [
    'call',
    {
      words: 'host:port command arg…',
      least: 2,
      most: Infinity,
      flags: ['only-primaries', 'only-replicas', 'x'],
    },
  ],
  ['set-timeout', {words: 'host:port milliseconds', least: 2, most: 2, flags: []}],
  [
    'import',
    {
      words: 'host:port',
      least: 1,
      most: 1,
      flags: [
        'from',
        'from-user',
        'from-pass',
        'from-askpass',
        'move',
        'copy',
        'replace',
        'timeout',
        'pipeline',
        'yes',
      ],
      always: [
        ['move', true],
        ['yes', true],
      ],
    },
  ],
  ['backup', {words: 'host:port folder', least: 2, most: 2, flags: []}],
] as const satisfies readonly (readonly [string, SubCommand])[])

/** Flags of ours that every command takes, in the order in which they are written. */
export const COMMON_FLAGS: readonly string[] = [
  'user',
  'pass',
  'askpass',
  'tls',
  'sni',
  'cacert',
  'cacertdir',
  'cert',
  'key',
  'insecure',
  'tls-ciphers',
  'tls-ciphersuites',
  'connect-timeout',
  'json',
  'help',
]

/** An old command line taken apart. */
export type LegacyLine = {
  readonly command: string
  readonly words: readonly string[]
  readonly given: readonly GivenFlag[]
}

/** Our argv for a line: command, arguments, flags, and last the tool that is imitated. Throws USAGE. */
export function compose({command, words, given}: LegacyLine, tool: LegacyTool): readonly string[] {
  const takes = SUB_COMMANDS.get(command)
  if (!takes) throw new Error(`${command} is in no table`)
  const all = [...(takes.always ?? []), ...given]
  const flags = flagWords(all.filter(isUsed), [...takes.flags, ...COMMON_FLAGS])
  if (flags.includes('--help')) return [command, '--help']
  checkLine({command, words, given}, takes)
  const as = `--as=${tool}`
  // A word of the command may look like a flag.
  return words.some((word) => word.startsWith('-'))
    ? [command, ...flags, as, '--', ...words]
    : [command, ...words, ...flags, as]
}

/** A primary was only looked at for a replica; keys were moved unless they were to be copied. */
function isUsed([flag]: GivenFlag, _index: number, all: readonly GivenFlag[]): boolean {
  if (flag === 'move') return !all.some(([other]) => other === 'copy')
  return flag !== 'master-id' || all.some(([other]) => other === 'slave')
}

/** The last of several wins, but for weights. */
function flagWords(given: readonly GivenFlag[], allowed: readonly string[]): readonly string[] {
  return allowed.flatMap((name) => {
    const values = given.flatMap(([flag, value]) => (flag === name ? [value] : []))
    return (name === 'weight' ? values : values.slice(-1)).map((value) =>
      value === true ? spell(name) : `${spell(name)}=${value}`,
    )
  })
}

function spell(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}

function checkLine({command, words, given}: LegacyLine, {least, most, words: takes}: SubCommand): void {
  if (words.length < least || words.length > most) {
    throw new ClusterToolError('USAGE', `Wrong number of arguments for ${command}: it takes ${takes}.`, {
      hints: [`clustertool ${command} --help says more.`],
    })
  }
  const flags = new Set(given.map(([flag]) => flag))
  if (command === 'call' && flags.has('X')) {
    throw new ClusterToolError('USAGE', '-X, standard input in the place of a word, is not supported.', {
      hints: ['With -x standard input is the last word of the command.'],
    })
  }
  if (command === 'import' && !flags.has('from')) {
    throw new ClusterToolError('USAGE', 'import needs to know the server to import from.', {
      hints: ['Name it as --from host:port, or --cluster-from host:port.'],
    })
  }
}
