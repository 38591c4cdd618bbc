import {type Asked, runChange, toTerminal} from '../../cli/change.js'
import {changeOptions} from '../../cli/move-flags.js'
import {targetOf} from '../../cli/target.js'
import {type Address, parseAddress, type TypedAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {replace} from '../../operations/replace.js'
import type {Target} from '../../profiles/target.js'
import {replaceProposalText} from '../../report/replace-text.js'
import type {ReplaceFlags} from './flags.js'

/** Old nodes by name, and the addresses of the new ones. */
export type Exchanged = {readonly old: readonly string[]; readonly with: readonly TypedAddress[]}

/** A node of the cluster, the old nodes and the new ones. Throws USAGE unless there are as many of both. */
export function parseReplace(
  words: readonly string[],
  flags: ReplaceFlags,
): {readonly target: Target; readonly exchanged: Exchanged} {
  const [seed, ...old] = words
  if (seed === undefined || old.length === 0 || old.length !== flags.with.length) {
    throw new ClusterToolError(
      'USAGE',
      'replace takes a node of the cluster, then old nodes, and --with for each of them.',
      {hints: ['Example: clustertool replace 10.0.0.1:7000 10.0.0.5:7000 --with 10.0.0.9:7000']},
    )
  }
  return {target: targetOf(seed), exchanged: {old, with: flags.with.map(parseAddress)}}
}

/** Runs replace with this terminal. */
export function runReplace(
  {seed, exchanged}: {readonly seed: Address; readonly exchanged: Exchanged},
  flags: ReplaceFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const options = {...changeOptions(flags), ...exchanged, keepRole: flags['keep-role']}
  return runChange((context) => replace(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => replaceProposalText(proposal, asked),
    question: "Replace these nodes? (type 'yes' to accept): ",
    yes: flags.yes,
  })
}
