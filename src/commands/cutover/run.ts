import type {CutoverResult} from '../../domain/cutover.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import {localContext} from '../../cli/local-context.js'
import {confirm} from '../../cli/ask.js'
import type {Target} from '../../profiles/target.js'
import {cutOver, type CutoverOutcome} from '../../operations/cut-over.js'
import {runCommand} from '../../operations/run-command.js'
import {operationLines} from '../../report/control-text.js'
import {type ReachedSeed, targetNamed, whoIsHere} from '../control/run.js'
import type {CutoverFlags} from './flags.js'
import {equalText} from './text.js'

type CutoverAsking = {
  readonly json: boolean
  readonly plain: boolean
  readonly signal: AbortSignal
  readonly connect: (target: Target) => Promise<ReachedSeed>
}

/** Runs cutover with this terminal. Throws USAGE, and REFUSED if nobody could say that clients have been switched. */
export function runCutover(
  name: string | undefined,
  flags: CutoverFlags,
  {connect, ...asking}: CutoverAsking,
): Promise<CutoverOutcome> {
  const holdMs = parseDuration(flags.hold)
  if (holdMs === undefined) throw usage('hold', flags.hold, 'a time such as 30s or 2m')
  const isRehearsal = flags.then === 'unpause'
  if (isRehearsal && flags['on-ready'] !== undefined) {
    throw new ClusterToolError(
      'USAGE',
      '--on-ready does not work with --then unpause: what clients write to the cluster would be overwritten by what comes from the source.',
    )
  }
  if (
    !isRehearsal &&
    flags['on-ready'] === undefined &&
    !flags.yes &&
    (asking.json || !process.stdin.isTTY)
  ) {
    throw new ClusterToolError('REFUSED', 'Nobody can say when clients have been switched.', {
      hints: ['Give the command that switches them with --on-ready, or --yes if nothing has to be done.'],
    })
  }
  const wish = {by: whoIsHere(), sample: sampleOf(flags), holdMs, afterwards: flags.then}
  return cutOver(targetNamed(name, connect), wish, {
    stateFolder: localContext().stateFolder,
    describe: operationLines,
    signal: asking.signal,
    switchClients: (found) => switchClients(found, flags, {...asking, holdMs}),
  })
}

async function switchClients(
  found: CutoverResult,
  flags: CutoverFlags,
  {holdMs, ...asking}: Pick<CutoverAsking, 'json' | 'plain' | 'signal'> & {readonly holdMs: number},
): Promise<string | undefined> {
  if (!asking.json) process.stdout.write(`${equalText(found)}\n`)
  if (flags.then === 'unpause') return undefined
  const command = flags['on-ready']
  if (command !== undefined) return runSwitch(command, holdMs)
  const question = `Switch your clients now. Have they been switched? Otherwise the source takes writes again. (type 'yes' to accept): `
  return (await confirm(question, {...asking, yes: flags.yes})) ? undefined : 'clients were not switched'
}

async function runSwitch(command: string, holdMs: number): Promise<string | undefined> {
  const end = await runCommand(command, holdMs)
  if (end.exitCode === 0) return undefined
  const how = end.isLate
    ? `did not end within ${holdMs / 1000} s`
    : `ended with ${end.exitCode ?? 'a signal'}`
  return `the command of --on-ready ${how}${end.said === '' ? '' : `: ${end.said}`}`
}

function sampleOf(flags: CutoverFlags): number | undefined {
  const text = flags['check-sample']
  if (text === 'all') return undefined
  const sample = Number(text)
  if (Number.isSafeInteger(sample) && sample > 0) return sample
  throw usage('check-sample', text, 'a number of keys, or all')
}

function usage(flag: string, value: string, what: string): ClusterToolError {
  return new ClusterToolError('USAGE', `--${flag} ${value} is not ${what}.`)
}
