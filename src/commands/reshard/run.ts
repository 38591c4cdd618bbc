import type {ReshardFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {Node} from '../../domain/node.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {SLOT_COUNT, type SlotRange} from '../../domain/slot.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {reshard} from '../../operations/reshard.js'
import {findPrimary} from '../../planning/find-node.js'
import type {ReshardWish} from '../../planning/reshard.js'
import {parseSlotRanges} from '../../planning/slot-ranges.js'
import {reshardProposalText} from '../../report/move-text.js'
import {nodeTable} from '../../report/node-table.js'
import {type Asking, askFor, type Dialogue} from '../../cli/ask.js'
import {type Asked, type ChangeView, runChange, toTerminal} from '../../cli/change.js'
import type {LegacyReshardView} from '../../cli/legacy-port.js'
import {changeOptions} from '../../cli/move-flags.js'

/** Runs reshard with this terminal, asking for what the flags do not say. */
export function runReshard(
  seed: Address,
  given: ReshardAnswers,
  flags: ReshardFlags,
  {view, ...asked}: Asked & {readonly view: LegacyReshardView | undefined},
): Promise<ChangeOutcome> {
  const {json, signal, plain} = asked
  const choose = async (snapshot: ClusterSnapshot) => {
    const asking = given.complete || json || view ? undefined : nodeTable(snapshot, asked)
    if (asking !== undefined) process.stdout.write(`${asking}\n`)
    return chooseMoves(snapshot, given, {json, signal, plain, ...view?.dialogue})
  }
  const own: ChangeView = {
    show: (proposal) => reshardProposalText(proposal, asked),
    question: 'Do you want to proceed with the proposed reshard plan (yes/no)? ',
  }
  return runChange(
    (context) => reshard(seed, {...changeOptions(flags), choose}, context),
    toTerminal(flags, asked),
    {...(view ?? own), yes: flags.yes},
  )
}

/** What is to move: a number of slots, or these. */
type Amount = {readonly slots: number} | {readonly ranges: readonly SlotRange[]}

/** What the flags say of the moves. */
type ReshardAnswers = {
  readonly amount: Amount | undefined
  readonly to: string | undefined
  readonly from: readonly string[] | undefined
  /** Nothing is left to ask. */
  readonly complete: boolean
}

/** Refuses invalid numbers and ranges before connecting. */
export function readFlags({slots, 'slot-ranges': ranges, to, from}: ReshardFlags): ReshardAnswers {
  const names = from?.flatMap((list) => list.split(',')).filter((name) => name.trim() !== '')
  return {
    amount: amountOf(slots, ranges),
    to,
    from: names,
    complete: to !== undefined && (ranges !== undefined || (slots !== undefined && names !== undefined)),
  }
}

function amountOf(slots: string | undefined, ranges: string | undefined): Amount | undefined {
  if (ranges !== undefined) return {ranges: parseSlotRanges(ranges)}
  return slots === undefined ? undefined : {slots: parseCount(slots)}
}

function parseCount(text: string): number {
  const slots = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (slots >= 1 && slots <= SLOT_COUNT) return slots
  throw new ClusterToolError('USAGE', `"${text}" is not a number of slots from 1 to ${SLOT_COUNT}.`)
}

type Questions = Omit<Asking, 'yes'> & Dialogue

/** The questions, in the words and the order that scripts know. */
async function chooseMoves(
  snapshot: ClusterSnapshot,
  {amount, to, from}: ReshardAnswers,
  questions: Questions,
): Promise<ReshardWish> {
  const moved = amount ?? {slots: await askCount(questions)}
  const target =
    to === undefined
      ? await askFor('What is the receiving node ID? ', (text) => findPrimary(snapshot, text), {
          ...questions,
          missing: '--to',
        })
      : findPrimary(snapshot, to)
  const sources = await chooseSources(snapshot, target, {
    from: from ?? ('ranges' in moved ? ['all'] : undefined),
    questions,
  })
  return {to: target, from: sources, ...moved}
}

function askCount(questions: Questions): Promise<number> {
  return askFor(`How many slots do you want to move (from 1 to ${SLOT_COUNT})? `, parseCount, {
    ...questions,
    missing: '--slots or --slot-ranges',
  })
}

async function chooseSources(
  snapshot: ClusterSnapshot,
  target: Node,
  {from, questions}: {readonly from: readonly string[] | undefined; readonly questions: Questions},
): Promise<readonly Node[] | 'all'> {
  if (from) return from.includes('all') ? 'all' : from.map((name) => findPrimary(snapshot, name))
  if (!questions.json) process.stdout.write(`${SOURCE_HELP.join('\n')}\n`)
  const sources: Node[] = []
  for (;;) {
    const answer = await askFor(
      `Source node #${sources.length + 1}: `,
      (text) => parseSource(snapshot, target, {text: text.trim(), some: sources.length > 0}),
      {...questions, missing: '--from'},
    )
    if (answer === 'all') return 'all'
    if (answer === 'done') return sources
    sources.push(answer)
  }
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
    throw new ClusterToolError('USAGE', 'No source node was given yet.', {facts: [{code: 'no-source'}]})
  }
  const node = findPrimary(snapshot, text)
  if (node.id === target.id) {
    throw new ClusterToolError('USAGE', '*** It is not possible to use the target node as source node.')
  }
  if (node.slots.length > 0) return node
  throw new ClusterToolError('USAGE', `${node.address} owns no slots.`)
}
