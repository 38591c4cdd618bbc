import {type Asked, runChange, toTerminal} from '../../cli/change.js'
import {changeOptions} from '../../cli/move-flags.js'
import {targetOf} from '../../cli/target.js'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {FailoverMode} from '../../domain/failover.js'
import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import {failover, type FailoverOptions} from '../../operations/failover.js'
import type {Target} from '../../profiles/target.js'
import {failoverProposalText} from '../../report/failover-text.js'
import type {FailoverFlags} from './flags.js'

/** A node of the cluster, and what is to change roles. Throws USAGE if nothing is named, or too much. */
export function parseFailover(
  words: readonly string[],
  flags: FailoverFlags,
): {readonly target: Target; readonly wish: FailoverOptions['wish']} {
  const [seed, ...replicas] = words
  const {of, host, back} = flags
  const names = replicas.length + of.length + (host === undefined ? 0 : 1)
  if (seed === undefined || names > 0 === back) {
    const what = back ? '--back names no nodes.' : 'failover takes a node of the cluster and then replicas.'
    throw new ClusterToolError('USAGE', what, {
      hints: [
        'Examples: clustertool failover 10.0.0.1:7000 10.0.0.5:7000',
        '          clustertool failover 10.0.0.1:7000 --of 10.0.0.2:7000',
        '          clustertool failover 10.0.0.1:7000 --back',
      ],
    })
  }
  return {target: targetOf(seed), wish: back ? 'back' : {replicas, of, host}}
}

/** Runs failover with this terminal. */
export function runFailover(
  {seed, wish}: {readonly seed: Address; readonly wish: FailoverOptions['wish']},
  flags: FailoverFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const mode = modeOf(flags)
  const options = {...changeOptions(flags), force: mode !== 'plain', mode, wish}
  return runChange((context) => failover(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => failoverProposalText(proposal, asked),
    question: (proposal) => questionFor(proposal, mode),
    yes: flags.yes,
  })
}

function modeOf({force, takeover}: FailoverFlags): FailoverMode {
  if (takeover) return 'takeover'
  return force ? 'force' : 'plain'
}

function questionFor({plan}: ChangeProposal, mode: FailoverMode): string {
  const count = plan.steps.filter(({kind}) => kind !== 'agree').length
  const what = count === 1 ? 'Change these roles' : `Change the roles of ${count} shards`
  const loss = mode === 'plain' ? '' : ' and lose the writes named above'
  return `${what}${loss}? (type 'yes' to accept): `
}
