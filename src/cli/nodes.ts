import {formatAddress, parseAddress, type TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import {addNode, type AddNodeOptions} from '../operations/add-node.js'
import {delNode} from '../operations/del-node.js'
import {addNodeProposalText} from '../report/add-node-text.js'
import {delNodeProposalText, removedIds} from '../report/del-node-text.js'
import {movesOf} from '../report/move-text.js'
import {addressesOf} from '../report/names.js'
import {oldCheckLines} from '../report/old/check-lines.js'
import type {TellEvent} from '../report/old/first-of-kind.js'
import {
  addingLines,
  oldAddProposal,
  oldRemovalProposal,
  removingLines,
  tellAdd,
  tellRemoval,
} from '../report/old/member-lines.js'
import type {OldOptions} from '../report/old/words.js'
import {list} from '../report/words.js'
import {type Asked, printLines, runChange, toTerminal} from './change.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from './move-flags.js'

export type AddNodeFlags = ChangeFlags & {
  readonly replica: boolean
  readonly 'primary-id': string | undefined
}

/** The new nodes, and the node of the cluster, which comes last. Throws USAGE. */
export function parseNodes(words: readonly string[]): {nodes: TypedAddress[]; seed: TypedAddress} {
  const addresses = words.map(parseAddress)
  const seed = addresses.at(-1)
  if (!seed || addresses.length < 2) {
    throw new ClusterToolError(
      'USAGE',
      'add-node takes one or more new nodes and then a node of the cluster.',
      {
        hints: ['Such as: clustertool add-node 10.0.0.9:7000 10.0.0.1:7000'],
      },
    )
  }
  return {nodes: addresses.slice(0, -1), seed}
}

/** Runs add-node with this terminal; like the tools before it, it does not ask. */
export function runAddNode(
  {nodes, seed}: ReturnType<typeof parseNodes>,
  flags: AddNodeFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const primary = flags['primary-id']
  if (primary !== undefined && !flags.replica) {
    throw new ClusterToolError(
      'USAGE',
      '--primary-id names the primary of new replicas, and needs --replica.',
    )
  }
  const options = {...changeOptions(flags), asReplicas: flags.replica, primary}
  const {colour, style} = asked
  if (style) return runOldAddNode({nodes, seed}, {flags, options, asked}, {colour, style})
  return runChange((context) => addNode(nodes, seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => addNodeProposalText(proposal, nodes.map(formatAddress), {colour}),
    question: undefined,
    yes: flags.yes,
  })
}

function runOldAddNode(
  {nodes, seed}: ReturnType<typeof parseNodes>,
  {
    flags,
    options,
    asked,
  }: {readonly flags: AddNodeFlags; readonly options: AddNodeOptions; readonly asked: Asked},
  old: OldOptions,
): Promise<ChangeOutcome> {
  const typed = nodes.map(formatAddress)
  const joining = {typed, asReplicas: flags.replica, isChosen: options.primary === undefined}
  let tell: TellEvent | undefined
  printLines(addingLines(typed, formatAddress(seed)))
  return runChange((context) => addNode(nodes, seed, options, context), toTerminal(flags, asked), {
    show(proposal) {
      tell = tellAdd(proposal, joining)
      const lines = oldAddProposal(proposal, joining, old)
      return lines.length > 0 ? lines.join('\n') : undefined
    },
    question: undefined,
    yes: flags.yes,
    old: {
      look: (snapshot, findings) =>
        oldCheckLines({snapshot, findings, searchedOwners: false}, old, {keys: false, nodes: true}),
      event: (event) => tell?.(event) ?? [],
    },
  })
}

export type DelNodeFlags = MoveFlags & ChangeFlags & {readonly drain: boolean}

/** A node of the cluster, and the names of those to be removed. Throws USAGE. */
export function parseRemoval(words: readonly string[]): {seed: TypedAddress; names: readonly string[]} {
  const [seed, ...names] = words
  if (seed === undefined || names.length === 0) {
    throw new ClusterToolError(
      'USAGE',
      'del-node takes a node of the cluster and then the nodes to remove.',
      {
        hints: ['Such as: clustertool del-node 10.0.0.1:7000 10.0.0.9:7000'],
      },
    )
  }
  return {seed: parseAddress(seed), names}
}

/** Runs del-node with this terminal. Scripts that use an older spelling expect that nobody is asked. */
export function runDelNode(
  {seed, names}: ReturnType<typeof parseRemoval>,
  flags: DelNodeFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const tell = asked.style && tellRemoval()
  const options = {...changeOptions(flags), drain: flags.drain, likeOlderTools: asked.style !== undefined}
  if (tell) printLines(removingLines(names, formatAddress(seed)))
  return runChange((context) => delNode(seed, names, options, context), toTerminal(flags, asked), {
    show: (proposal) =>
      tell ? oldRemovalProposal(proposal).join('\n') : delNodeProposalText(proposal, {colour: asked.colour}),
    question: tell ? undefined : removalQuestion,
    yes: flags.yes,
    old: tell && {event: tell},
  })
}

function removalQuestion({before, plan}: ChangeProposal): string {
  const names = removedIds(plan).map(addressesOf(before))
  const what = movesOf(plan).length > 0 ? 'Move these slots and remove' : 'Remove'
  return `${what} ${list(names)}? (type 'yes' to accept): `
}
