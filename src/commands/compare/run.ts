import type {Address} from '../../domain/address.js'
import type {CompareOutcome, CompareSettings} from '../../domain/compare.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import {parseImportSource} from '../../domain/import.js'
import {compare, type CompareContext} from '../../operations/compare.js'
import {compareFile} from '../../operations/compare-file.js'
import type {CompareOptions} from '../../operations/compare-sides.js'
import type {Serving} from '../../operations/serve-backup.js'
import type {Env} from '../../profiles/env.js'
import {isProfileWord} from '../../profiles/target.js'
import {confirm} from '../../cli/ask.js'
import type {Asked} from '../../cli/change.js'
import type {ConnectionFlags} from '../../cli/flags.js'
import {rateOf} from '../../cli/move-flags.js'
import {type TransferContext, withTransfer} from '../import/run.js'
import {profilePlace, sourceConnection, toPlace} from '../import/source.js'
import type {CompareFlags} from './flags.js'
import {compareText, proposalText} from './text.js'

type CompareWords = {readonly source: string; readonly seed: Address}

/** Runs compare with this terminal. Asks before it changes the cluster. Throws USAGE. */
export async function runCompare(
  {source: word, seed}: CompareWords,
  flags: CompareFlags & ConnectionFlags,
  asked: Asked & {readonly env: Env},
): Promise<CompareOutcome> {
  const {json, signal, env} = asked
  const options: CompareOptions = {settings: settingsOf(flags), databases: flags.db, fix: flags.fix}
  if (flags.yes && !flags.fix) throw new ClusterToolError('USAGE', '--yes is for --fix, which is missing.')
  // Not only when all has been compared.
  if (flags.fix && json && !flags.yes)
    throw new ClusterToolError('REFUSED', 'With --json, --fix needs --yes.')
  const asking = (context: TransferContext): CompareContext & Serving => ({
    ...context,
    confirm(proposal, outcome) {
      context.say(compareText(outcome, asked))
      return confirm(proposalText(proposal), {...asked, yes: flags.yes})
    },
  })
  if (isProfileWord(word)) {
    const place = await profilePlace(word, flags, env, signal)
    return withTransfer(flags, asked, (context) => compare(place, seed, options, asking(context)))
  }
  const source = parseImportSource(word)
  if (source.kind === 'rdb') {
    return withTransfer(flags, asked, (context) => compareFile(source.path, seed, options, asking(context)))
  }
  const place = await toPlace(source, await sourceConnection(source, flags, asked), signal)
  return withTransfer(flags, asked, (context) => compare(place, seed, options, asking(context)))
}

function settingsOf(flags: CompareFlags): CompareSettings {
  const lagMs = parseDuration(flags.lag)
  if (lagMs === undefined) throw usage('lag', flags.lag, 'a time such as 500ms or 5s')
  const sample = flags.keys === 'all' ? undefined : Number(flags.keys)
  if (sample !== undefined && !(Number.isSafeInteger(sample) && sample > 0)) {
    throw usage('keys', flags.keys, 'a number of keys, or all')
  }
  const {timeout: timeoutMs, patience} = flags
  return {sample, lagMs, rate: rateOf(flags), timeoutMs, patienceMs: patience * 1000}
}

function usage(flag: string, value: string, what: string): ClusterToolError {
  return new ClusterToolError('USAGE', `--${flag} cannot be "${value}": it is ${what}.`)
}
