import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from './flags-of.js'
import {onDoneFlag} from './on-done.js'
import {detailFlags} from './output-flags.js'
import {ClusterToolError} from '../domain/errors.js'
import {MOVE_DEFAULTS, type MoveSettings} from '../domain/move.js'
import {type Hours, parseHours} from '../domain/hours.js'
import {parseRate, type Rate} from '../domain/rate.js'
import {parseThrottle, type ThrottleLimits} from '../domain/throttle.js'

const GROUP = 'MOVING'

const CONFLICTS = {
  description:
    'What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first.',
  options: ['stop', 'keep-owner', 'keep-other'] as const,
  helpGroup: GROUP,
}

/** For a command that continues another one, which may have had the same flag. */
export const newConflictsFlag = {
  conflicts: Flags.option({
    ...CONFLICTS,
    description: `${CONFLICTS.description} Default: as the operation was told.`,
  })(),
}

const RATE = {
  description:
    'Maximum that all moves send per second, such as 20MB/s or 5000keys/s. Servers that move slots themselves cannot be slowed down; they get smaller jobs, with pauses between them.',
  helpValue: 'RATE',
  helpGroup: GROUP,
}

/** Reads --rate. Throws USAGE. */
export function rateOf({rate: text}: {readonly rate?: string | undefined}): Rate | undefined {
  const rate = text === undefined ? undefined : parseRate(text)
  if (text === undefined || rate) return rate
  throw new ClusterToolError(
    'USAGE',
    `--rate cannot be "${text}": it is an amount per second, such as 20MB/s or 5000keys/s.`,
  )
}

function throttleOf(text: string | undefined): ThrottleLimits | undefined {
  const limits = text === undefined ? undefined : parseThrottle(text)
  if (text === undefined || limits) return limits
  throw new ClusterToolError(
    'USAGE',
    `--throttle cannot be "${text}": it is one or more of lag=10MB, latency=5ms and memory=90%, separated by commas.`,
  )
}

function hoursOf(text: string | undefined): Hours | undefined {
  const hours = text === undefined ? undefined : parseHours(text)
  if (text === undefined || hours) return hours
  throw new ClusterToolError(
    'USAGE',
    `--window-of cannot be "${text}": it is a time of day and a later one, such as 02:00-05:00 or 22:00-04:00.`,
  )
}

/** How slots are moved; every command that moves slots has these. */
export const moveFlags = {
  method: Flags.option({
    description:
      'atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic if both nodes support it.',
    options: ['auto', 'atomic', 'keys'] as const,
    default: 'auto',
    helpGroup: GROUP,
  })(),
  parallel: Flags.integer({
    description:
      'Maximum number of pairs of nodes that move slots at the same time. Default: as many as possible.',
    min: 1,
    helpGroup: GROUP,
  }),
  window: Flags.integer({
    description: 'Number of slots that are opened together (key by key).',
    default: MOVE_DEFAULTS.window,
    min: 1,
    max: 16_384,
    helpGroup: GROUP,
  }),
  'max-pause': Flags.integer({
    description: 'Milliseconds for which a batch of keys may block a server.',
    default: MOVE_DEFAULTS.maxPauseMs,
    min: 1,
    helpGroup: GROUP,
  }),
  pipeline: Flags.integer({
    description: 'Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows.',
    min: 1,
    helpGroup: GROUP,
  }),
  rate: Flags.string(RATE),
  throttle: Flags.string({
    description:
      'Slow down, and stop for a while, when a replica of an end is behind, a PING takes long, or the target fills up or evicts keys: such as lag=10MB,latency=5ms,memory=90%, or some of them.',
    helpValue: 'LIMITS',
    helpGroup: GROUP,
  }),
  'window-of': Flags.string({
    description: 'Move only within these hours, local time, such as 02:00-05:00 or 22:00-04:00.',
    helpValue: 'HOURS',
    helpGroup: GROUP,
  }),
  timeout: Flags.integer({
    description: 'Milliseconds that a big key may take, and that an atomic move may make no progress.',
    default: MOVE_DEFAULTS.timeoutMs,
    min: 1,
    helpGroup: GROUP,
  }),
  replace: Flags.boolean({
    description: 'Overwrite keys that the target already has.',
    default: false,
    helpGroup: GROUP,
  }),
  'allow-big-keys': Flags.boolean({
    description:
      'Also move keys that cannot be moved in pieces and block both nodes for more than about a second.',
    default: false,
    helpGroup: GROUP,
  }),
  conflicts: Flags.option({...CONFLICTS, default: MOVE_DEFAULTS.conflicts})(),
}

/** How a change is shown and confirmed; every command that changes a cluster has these. */
export const changeFlags = {
  ...detailFlags,
  yes: Flags.boolean({description: 'Do not ask.', default: false}),
  'dry-run': Flags.boolean({description: 'Show the plan and stop.', default: false}),
  out: Flags.string({description: 'Save the plan in this file and stop. clustertool apply carries it out.'}),
  force: Flags.boolean({
    description: 'Continue even if another clustertool is changing the cluster.',
    default: false,
  }),
  progress: Flags.option({
    description:
      'Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none.',
    options: ['auto', 'plain', 'ndjson', 'none'] as const,
    default: 'auto',
  })(),
  ...onDoneFlag,
  'join-timeout': Flags.integer({
    description: 'Seconds to wait until the nodes agree.',
    default: 60,
    min: 1,
  }),
}

const {out: _out, 'join-timeout': _joinTimeout, ...whenPlanned} = changeFlags

/** The flags of commands that carry out a plan that exists already. */
export const takeUpFlags = whenPlanned

/** How a plan that is not carried out is shown; commands that move slots between primaries have it. */
export const planMapFlag = {
  map: Flags.boolean({
    description: 'With --dry-run or --out: also draw the slots, and which of them move.',
    default: false,
  }),
}

export type MoveFlags = FlagsOf<typeof moveFlags>

export type ChangeFlags = FlagsOf<typeof changeFlags>

/** The common options of operations that change a cluster, from the flags. */
export function changeOptions(flags: ChangeFlags & Partial<MoveFlags>) {
  return {
    dryRun: flags['dry-run'],
    out: flags.out,
    force: flags.force,
    joinLimitMs: flags['join-timeout'] * 1000,
    moving: moveSettings(flags),
    method: flags.method ?? 'auto',
    parallel: flags.parallel,
  }
}

function moveSettings(flags: Partial<MoveFlags>): MoveSettings {
  return {
    window: flags.window ?? MOVE_DEFAULTS.window,
    maxPauseMs: flags['max-pause'] ?? MOVE_DEFAULTS.maxPauseMs,
    pipeline: flags.pipeline,
    timeoutMs: flags.timeout ?? MOVE_DEFAULTS.timeoutMs,
    replace: flags.replace ?? false,
    allowBigKeys: flags['allow-big-keys'] ?? false,
    conflicts: flags.conflicts ?? MOVE_DEFAULTS.conflicts,
    rate: rateOf(flags),
    throttle: throttleOf(flags.throttle),
    hours: hoursOf(flags['window-of']),
  }
}
