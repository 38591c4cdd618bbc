import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {Node} from '../../domain/node.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {SLOT_COUNT} from '../../domain/slot.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import type {Style} from '../../domain/style.js'
import {reshard} from '../../operations/reshard.js'
import {findPrimary} from '../../planning/find-node.js'
import type {ReshardWish} from '../../planning/reshard.js'
import {parseSlotRanges} from '../../planning/slot-ranges.js'
import {reshardProposalText} from '../../report/move-text.js'
import {oldCheckLines} from '../../report/old/check-lines.js'
import {oldReshardProposal, tellMovedSlots} from '../../report/old/move-lines.js'
import type {OldOptions} from '../../report/old/words.js'
import {nodesText} from '../../report/node-table.js'
import {askFor} from '../../cli/ask.js'
import {type Asked, type OldTelling, refuseLikeOld, runChange, toTerminal} from '../../cli/change.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from '../../cli/move-flags.js'

export type ReshardFlags = MoveFlags &
  ChangeFlags & {
    readonly from: readonly string[] | undefined
    readonly to: string | undefined
    readonly slots: string | undefined
    readonly 'slot-ranges': string | undefined
  }

/** Runs reshard with this terminal. Asks for what the flags do not say. */
export function runReshard(seed: Address, flags: ReshardFlags, asked: Asked): Promise<ChangeOutcome> {
  const given = readFlags(flags)
  const {json, signal, colour, style} = asked
  const old = style && {colour, style}
  const choose = async (snapshot: ClusterSnapshot) => {
    const asking = given.complete || json || style ? undefined : nodesText(snapshot, {colour})
    if (asking !== undefined) process.stdout.write(`${asking}\n`)
    return chooseMoves(snapshot, given, {json, signal, style})
  }
  return runChange(
    (context) => reshard(seed, {...changeOptions(flags), choose}, context),
    toTerminal(flags, asked),
    {
      show: (proposal) =>
        old ? oldReshardProposal(proposal, old).join('\n') : reshardProposalText(proposal, {colour}),
      question: 'Do you want to proceed with the proposed reshard plan (yes/no)? ',
      yes: flags.yes,
      old: old && telling(old, !given.complete),
    },
  )
}

/** If everything is named, interrupted moves may be continued. */
function telling(old: OldOptions, asks: boolean): OldTelling {
  return {
    ...(asks && {refuse: (snapshot, findings) => refuseLikeOld(snapshot, findings, 'resharding')}),
    look: (snapshot, findings) =>
      oldCheckLines({snapshot, findings, searchedOwners: false}, old, {keys: false, nodes: true}),
    event: (event, proposal) => tellMovedSlots(proposal, event, old),
  }
}

type Given = {
  readonly slots: number | undefined
  readonly ranges: ReturnType<typeof parseSlotRanges> | undefined
  readonly to: string | undefined
  readonly from: readonly string[] | undefined
  /** Nothing is left to ask. */
  readonly complete: boolean
}

/** Refuses invalid numbers and ranges before connecting. */
function readFlags({slots, 'slot-ranges': ranges, to, from}: ReshardFlags): Given {
  const names = from?.flatMap((list) => list.split(',')).filter((name) => name.trim() !== '')
  return {
    slots: slots === undefined ? undefined : parseCount(slots),
    ranges: ranges === undefined ? undefined : parseSlotRanges(ranges),
    to,
    from: names,
    complete: to !== undefined && (ranges !== undefined || (slots !== undefined && names !== undefined)),
  }
}

function parseCount(text: string): number {
  const slots = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (slots >= 1 && slots <= SLOT_COUNT) return slots
  throw new ClusterToolError('USAGE', `"${text}" is not a number of slots from 1 to ${SLOT_COUNT}.`)
}

type Dialogue = {
  readonly json: boolean
  readonly signal: AbortSignal
  readonly style: Style | undefined
}

/** The questions, in the words and the order that scripts know. */
async function chooseMoves(
  snapshot: ClusterSnapshot,
  {slots, ranges, to, from}: Given,
  dialogue: Dialogue,
): Promise<ReshardWish> {
  const count =
    slots ??
    (ranges
      ? undefined
      : await askFor(`How many slots do you want to move (from 1 to ${SLOT_COUNT})? `, parseCount, {
          ...dialogue,
          missing: '--slots or --slot-ranges',
        }))
  const target =
    to === undefined
      ? await askFor('What is the receiving node ID? ', (text) => findPrimary(snapshot, text), {
          ...dialogue,
          missing: '--to',
          endsOn: (error) => isUnknownNode(error, dialogue),
        })
      : findPrimary(snapshot, to)
  const sources = await chooseSources(snapshot, target, {from: from ?? (ranges && ['all']), dialogue})
  return ranges
    ? {to: target, from: sources, ranges}
    : {to: target, from: sources, slots: count ?? SLOT_COUNT}
}

async function chooseSources(
  snapshot: ClusterSnapshot,
  target: Node,
  {from, dialogue}: {readonly from: readonly string[] | undefined; readonly dialogue: Dialogue},
): Promise<readonly Node[] | 'all'> {
  if (from) return from.includes('all') ? 'all' : from.map((name) => findPrimary(snapshot, name))
  if (!dialogue.json) process.stdout.write(`${SOURCE_HELP.join('\n')}\n`)
  const sources: Node[] = []
  for (;;) {
    const answer = await askFor(
      `Source node #${sources.length + 1}: `,
      (text) =>
        parseSource(snapshot, target, {text: text.trim(), some: sources.length > 0 || !!dialogue.style}),
      {...dialogue, missing: '--from', endsOn: (error) => isUnknownNode(error, dialogue)},
    )
    if (answer === 'all') return 'all'
    if (answer !== 'done') sources.push(answer)
    else if (sources.length > 0) return sources
    else throw new ClusterToolError('USAGE', '*** No source nodes given, operation aborted.')
  }
}

/** redis-cli and valkey-cli say «please retry» and end. */
function isUnknownNode({details}: ClusterToolError, {style}: Dialogue): boolean {
  return style !== undefined && style !== 'redis-trib' && details.length > 0
}

const SOURCE_HELP = [
  'Please enter all the source node IDs.',
  "  Type 'all' to use all the nodes as source nodes for the hash slots.",
  "  Type 'done' once you entered all the source nodes IDs.",
]

function parseSource(
  snapshot: ClusterSnapshot,
  target: Node,
  {text, some}: {readonly text: string; readonly some: boolean},
): Node | 'all' | 'done' {
  if (text === 'all') return 'all'
  if (text === 'done') {
    if (some) return 'done'
    throw new ClusterToolError('USAGE', 'No source node was named yet.')
  }
  const node = findPrimary(snapshot, text)
  if (node.id === target.id) {
    throw new ClusterToolError('USAGE', '*** It is not possible to use the target node as source node.')
  }
  if (node.slots.length > 0) return node
  throw new ClusterToolError('USAGE', `${node.address} owns no slots to give away.`)
}
