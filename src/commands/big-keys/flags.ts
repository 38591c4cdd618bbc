import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {changeFlags} from '../../cli/move-flags.js'
import {wideFlag} from '../../cli/output-flags.js'
import {parseByteSize} from '../../domain/byte-size.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {BigKeysRequest} from '../../operations/big-keys.js'
import {shellWord} from '../../report/shell-word.js'

/** The flags of big-keys, besides the connection flags. */
export const bigKeysFlags = {
  ...wideFlag,
  top: Flags.integer({
    description: 'How many of the biggest keys to list.',
    default: 50,
    min: 1,
    max: 10_000,
  }),
  'at-least': Flags.string({description: 'List only keys of this size or more, such as 10MB.'}),
  rate: Flags.integer({
    description: 'Maximum number of keys to read from each node in a second. Default: no limit.',
    min: 1,
  }),
  replicas: Flags.boolean({
    description: 'Read a replica of each shard that has all data, and the primary only where there is none.',
    default: false,
  }),
  delimiter: Flags.string({description: 'What ends a prefix.', default: ':'}),
  depth: Flags.integer({
    description: 'How many parts a prefix has: with 2, user:42: instead of user:.',
    default: 1,
    min: 1,
    max: 20,
  }),
  resume: Flags.boolean({
    description: 'Continue a scan that was interrupted, with the same flags.',
    default: false,
  }),
  progress: changeFlags.progress,
}

/** What they come to. */
export type BigKeysFlags = FlagsOf<typeof bigKeysFlags>

/** What the flags ask for. Throws USAGE. */
export function bigKeysRequest(flags: BigKeysFlags): BigKeysRequest {
  const {top, rate, replicas, delimiter, depth, resume} = flags
  if (delimiter === '') throw new ClusterToolError('USAGE', '--delimiter cannot be empty.')
  return {top, rate, replicas, delimiter, depth, resume, atLeast: leastBytes(flags['at-least'])}
}

/** The command that continues such a scan. `seed`: the node that was asked. */
export function resumeCommand(
  seed: string,
  {top, atLeast, delimiter, depth, replicas, rate}: BigKeysRequest,
): string {
  const words = [
    ...(top === bigKeysFlags.top.default ? [] : ['--top', `${top}`]),
    ...(atLeast === 0 ? [] : ['--at-least', `${atLeast}`]),
    ...(delimiter === bigKeysFlags.delimiter.default ? [] : ['--delimiter', shellWord(delimiter)]),
    ...(depth === bigKeysFlags.depth.default ? [] : ['--depth', `${depth}`]),
    ...(replicas ? ['--replicas'] : []),
    ...(rate === undefined ? [] : ['--rate', `${rate}`]),
  ]
  return ['clustertool big-keys', seed, '--resume', ...words].join(' ')
}

function leastBytes(text: string | undefined): number {
  const bytes = text === undefined ? 0 : parseByteSize(text)
  if (bytes !== undefined) return bytes
  throw new ClusterToolError(
    'USAGE',
    `--at-least cannot be "${text}": it is a size such as 512, 64KB or 10MB.`,
  )
}
