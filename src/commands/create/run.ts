import {type Address, formatAddress, parseAddress, type TypedAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {CreateOutcome, CreateProposal} from '../../domain/outcome.js'
import {create} from '../../operations/create.js'
import type {CreateRequest} from '../../operations/create-survey.js'
import {proposalText} from '../../report/create-text.js'
import {
  FEW_PRIMARIES,
  fewPrimariesLine,
  oldCreateProposal,
  tellCreate,
} from '../../report/old/create-lines.js'
import {type NameOf, namesOfShards} from '../../report/names.js'
import type {TextOptions} from '../../report/palette.js'
import {type Asking, confirm} from '../../cli/ask.js'
import {type Asked, printLines} from '../../cli/change.js'
import {localContext} from '../../cli/local-context.js'
import {openProgress} from '../../cli/progress.js'

type CreateFlags = {
  readonly replicas: number
  readonly zone: readonly string[] | undefined
  readonly 'allow-fewer-primaries': boolean
  readonly 'join-timeout': number
  readonly 'dry-run': boolean
  readonly out?: string | undefined
  readonly force: boolean
}

/**
 * Addresses and options as typed. Throws USAGE for an invalid address, and for the zone of a node that is not named.
 */
export function createOptions(
  words: readonly string[],
  flags: CreateFlags,
): {addresses: TypedAddress[]; options: CreateRequest} {
  if (words.length === 0) {
    throw new ClusterToolError('USAGE', 'No node was named.', {
      hints: [
        'Name the nodes as host:port, such as: clustertool create 10.0.0.1:7000 10.0.0.2:7000 10.0.0.3:7000',
      ],
    })
  }
  const addresses = words.map(parseAddress)
  return {
    addresses,
    options: {
      replicas: flags.replicas,
      allowFewerPrimaries: flags['allow-fewer-primaries'],
      dryRun: flags['dry-run'],
      out: flags.out,
      force: flags.force,
      zones: new Map((flags.zone ?? []).map((text) => parseZone(text, addresses))),
      joinLimitMs: flags['join-timeout'] * 1000,
    },
  }
}

function parseZone(text: string, addresses: readonly TypedAddress[]): [string, string] {
  const equals = text.lastIndexOf('=')
  const name = text.slice(equals + 1)
  if (equals < 1 || name === '') {
    throw new ClusterToolError('USAGE', `"${text}" names no zone.`, {hints: ['Write host:port=name.']})
  }
  const address = formatAddress(parseAddress(text.slice(0, equals)))
  if (addresses.some((known) => formatAddress(known) === address)) return [address, name]
  throw new ClusterToolError('USAGE', `--zone ${text} is for a node that is not in the list.`)
}

/** Runs create with this terminal: the proposal goes to stdout, then the question that scripts know. */
export async function runCreate(
  addresses: readonly Address[],
  options: CreateRequest,
  {connection, signal, yes, json, colour, style}: Asked & {readonly yes: boolean},
): Promise<CreateOutcome> {
  let nameOf: NameOf = (id) => id
  const progress = await openProgress(json, (id) => nameOf(id), style ? 'none' : 'auto')
  const tell = style && tellCreate()
  try {
    return await create(addresses, options, {
      connection,
      signal,
      ...localContext(),
      onEvent(event) {
        progress.listener(event)
        printLines(tell?.(event))
      },
      async confirm(proposal) {
        nameOf = namesOfShards(proposal.shards)
        const asking = {yes, json, signal, style}
        if (style === 'valkey-cli' && !(await acceptsFew(proposal, options, asking))) return false
        if (!json) printLines(proposalLines(proposal, addresses, {colour, style}))
        return confirm("Can I set the above configuration? (type 'yes' to accept): ", asking)
      },
    })
  } finally {
    progress.stop()
  }
}

function proposalLines(
  proposal: CreateProposal,
  addresses: readonly Address[],
  {colour, style}: TextOptions,
): readonly string[] {
  return style
    ? oldCreateProposal(proposal, addresses.map(formatAddress), {colour, style})
    : [proposalText(proposal, {colour})]
}

/** valkey-cli asks about fewer than three primaries before it shows anything. */
function acceptsFew({shards}: CreateProposal, {replicas}: CreateRequest, asking: Asking): Promise<boolean> {
  if (shards.length >= 3) return Promise.resolve(true)
  printLines([fewPrimariesLine(shards.length, replicas)])
  return confirm(FEW_PRIMARIES, asking)
}
