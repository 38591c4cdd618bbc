import {type Asked, runChange, toTerminal} from '../../cli/change.js'
import {changeOptions} from '../../cli/move-flags.js'
import type {Address} from '../../domain/address.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import type {Release} from '../../domain/upgrade.js'
import {roll} from '../../operations/roll.js'
import {rollProposalText} from '../../report/roll-text.js'
import type {RollFlags} from './flags.js'

/** Runs roll with this terminal. */
export function runRoll(seed: Address, flags: RollFlags, asked: Asked): Promise<ChangeOutcome> {
  const to = parseRelease(flags['version-to'])
  // The time limit of moves has the same name.
  const {timeout, ...changing} = flags
  const options = {
    ...changeOptions(changing),
    only: flags.only,
    to,
    wish: {
      command: parseCommand(flags.restart),
      versionTo: to?.version,
      back: flags.back,
      limitMs: parseTime('timeout', timeout),
      pauseMs: flags.pause === undefined ? 0 : parseTime('pause', flags.pause),
    },
  }
  return runChange((context) => roll(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => rollProposalText(proposal, asked),
    question: questionFor,
    yes: flags.yes,
  })
}

function questionFor({plan}: ChangeProposal): string {
  const count = plan.steps.filter(({kind}) => kind === 'restart').length
  return `Restart ${count === 1 ? 'this node' : `these ${count} nodes`}? (type 'yes' to accept): `
}

function parseCommand(text: string): string {
  if (text.trim() === '')
    throw new ClusterToolError('USAGE', '--restart needs the command that restarts a node.')
  if (/\{(host|port|id)\}/.test(text)) return text
  throw new ClusterToolError(
    'USAGE',
    '--restart does not say which node: the command has no {host}, {port} or {id}.',
    {
      hints: [`Example: --restart "ssh {host} systemctl restart redis@{port}"`],
    },
  )
}

/** `8.0`, `redis-8.0` or `valkey-9.1`. */
function parseRelease(text: string | undefined): Release | undefined {
  if (text === undefined) return undefined
  const [, software = 'redis', version] = /^(?:(redis|valkey)[- ])?(\d+(?:\.\d+){0,2})$/i.exec(text) ?? []
  if (version !== undefined) return {software: software.toLowerCase() as Release['software'], version}
  throw new ClusterToolError(
    'USAGE',
    `--version-to takes a version such as 8.0 or valkey-9.1, not "${text}".`,
  )
}

function parseTime(flag: string, text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return milliseconds
  throw new ClusterToolError('USAGE', `--${flag} takes a time such as 30s or 5m, not "${text}".`)
}
