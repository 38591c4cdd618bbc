import type {CreateFlags} from './flags.js'
import type {Address, TypedAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {CreateOutcome} from '../../domain/outcome.js'
import {create} from '../../operations/create.js'
import type {CreateRequest} from '../../operations/create-survey.js'
import {proposalText} from '../../report/create-text.js'
import {type NameOf, namesOfShards} from '../../report/names.js'
import {confirm} from '../../cli/ask.js'
import type {Asked} from '../../cli/change.js'
import {parseZoneRule} from '../../cli/flags.js'
import type {LegacyCreateView} from '../../cli/legacy-port.js'
import {printLines} from '../../cli/lines.js'
import {localContext} from '../../cli/local-context.js'
import {openProgress} from '../../cli/progress.js'

type CreateAsked = {readonly yes: boolean; readonly view: LegacyCreateView | undefined}

/**
 * Options as typed. Throws USAGE if there is no node, and for the zone of a node that is not named.
 */
export function createOptions(addresses: readonly TypedAddress[], flags: CreateFlags): CreateRequest {
  if (addresses.length === 0) {
    throw new ClusterToolError('USAGE', 'No node was given.', {
      hints: [
        'Name the nodes as host:port, such as: clustertool create 10.0.0.1:7000 10.0.0.2:7000 10.0.0.3:7000',
      ],
    })
  }
  for (const text of flags.zone ?? []) refuseUnusedZone(text, addresses)
  return {
    replicas: flags.replicas,
    allowFewerPrimaries: flags['allow-fewer-primaries'],
    dryRun: flags['dry-run'],
    out: flags.out,
    force: flags.force,
    joinLimitMs: flags['join-timeout'] * 1000,
  }
}

/** A zone for a node that is not to be created is a slip of the pen, and would lead to another layout. */
function refuseUnusedZone(text: string, addresses: readonly TypedAddress[]): void {
  const {host, port} = parseZoneRule(text)
  if (addresses.some((known) => known.host === host && (port === undefined || known.port === port))) return
  throw new ClusterToolError('USAGE', `--zone ${text} names a node that is not in the list.`)
}

/** Runs create with this terminal: the proposal goes to stdout, then the question that scripts know. */
export async function runCreate(
  addresses: readonly Address[],
  options: CreateRequest,
  {connection, yes, view, ...asked}: Asked & CreateAsked,
): Promise<CreateOutcome> {
  let nameOf: NameOf = (id) => id
  const {json, signal, plain} = asked
  const quiet = asked.detail === 'quiet'
  const progress = await openProgress(json, (id) => nameOf(id), plain || quiet ? 'none' : 'auto')
  try {
    return await create(addresses, options, {
      connection,
      signal,
      ...localContext(),
      onEvent(event) {
        progress.listener(event)
        printLines(view?.event?.(event))
      },
      async confirm(proposal) {
        nameOf = namesOfShards(proposal.shards)
        const asking = {yes, json, signal, plain}
        const first = view?.askFirst?.(proposal)
        if (first) printLines([first.text])
        if (first && !(await confirm(first.question, asking))) return false
        if (!json && !(quiet && yes)) printLines([view ? view.show(proposal) : proposalText(proposal, asked)])
        return confirm("Can I set the above configuration? (type 'yes' to accept): ", asking)
      },
    })
  } finally {
    progress.stop()
  }
}
