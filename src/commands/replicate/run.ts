import {type Asked, runChange, toTerminal} from '../../cli/change.js'
import {changeOptions} from '../../cli/move-flags.js'
import {targetOf} from '../../cli/target.js'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {replicate, type ReplicateGoal} from '../../operations/replicate.js'
import type {Target} from '../../profiles/target.js'
import {replicateProposalText} from '../../report/replicate-text.js'
import type {ReplicateFlags} from './flags.js'

/** A node of the cluster, and what is to become of replicas. Throws USAGE. */
export function parseReplicate(
  words: readonly string[],
  {of, balance}: ReplicateFlags,
): {readonly target: Target; readonly goal: ReplicateGoal} {
  const [seed, replica, ...more] = words
  if (seed !== undefined && more.length === 0) {
    if (balance && replica === undefined) return {target: targetOf(seed), goal: 'balance'}
    if (!balance && replica !== undefined && of !== undefined)
      return {target: targetOf(seed), goal: {replica, of}}
  }
  throw new ClusterToolError(
    'USAGE',
    'replicate takes a node of the cluster, a replica and --of; or --balance.',
    {
      hints: [
        'Examples: clustertool replicate 10.0.0.1:7000 10.0.0.5:7000 --of 10.0.0.2:7000',
        '          clustertool replicate 10.0.0.1:7000 --balance',
      ],
    },
  )
}

/** Runs replicate with this terminal. */
export function runReplicate(
  {seed, goal}: {readonly seed: Address; readonly goal: ReplicateGoal},
  flags: ReplicateFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const options = {...changeOptions(flags), goal}
  return runChange((context) => replicate(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => replicateProposalText(proposal),
    question: "Give these nodes other primaries? (type 'yes' to accept): ",
    yes: flags.yes,
  })
}
