import * as Flags from '@oclif/core/flags'
import {parseDuration} from '../domain/duration.js'
import {ClusterToolError} from '../domain/errors.js'

/** How the figures of slots are read; commands that need them have these. */
export const figureFlags = {
  'load-time': Flags.string({
    description: 'How long the load of slots is measured, such as 30s or 2m. Default: 5s.',
  }),
  sample: Flags.integer({
    description:
      'How many keys of each slot are measured where the servers do not count its memory (Redis 8.4 does). Default: what 100,000 keys of a node allow, at least 10.',
    min: 1,
    max: 1_000_000,
  }),
}

type FigureFlags = {readonly 'load-time': string | undefined; readonly sample: number | undefined}

const LOAD_MS = 5000

/** What the flags ask for, `loadMs` in milliseconds. Throws USAGE. */
export function figureOptions(flags: FigureFlags): {
  readonly loadMs: number
  readonly sample: number | undefined
} {
  const {'load-time': text, sample} = flags
  const loadMs = text === undefined ? LOAD_MS : parseDuration(text)
  if (loadMs !== undefined) return {loadMs, sample}
  throw new ClusterToolError('USAGE', `--load-time cannot be "${text}": it is a time such as 30s or 2m.`)
}

/** Throws USAGE if one of the flags was given for nothing; `flag` is what it needs. */
export function refuseIdle(
  flags: Readonly<Record<string, unknown>>,
  names: readonly string[],
  flag: string,
): void {
  const idle = names.find((name) => flags[name] !== undefined)
  if (idle !== undefined) throw new ClusterToolError('USAGE', `--${idle} is for ${flag}, which is missing.`)
}
