import type {ChangeProposal, Event} from '../../domain/outcome.js'
import type {OpenSlot} from '../../domain/node.js'
import type {Plan} from '../../domain/plan.js'
import type {StepOf} from '../../domain/step.js'
import type {FixRule} from '../../domain/repair.js'
import {intersectRanges, type SlotRange, slotsOf} from '../../domain/slot.js'
import {type ClusterSnapshot, reachableNodes, uncoveredRanges} from '../../domain/snapshot.js'
import {fixProposalText} from '../../report/fix-text.js'
import {addressesOf} from '../../report/names.js'
import {legacyRanges} from './node-lines.js'
import {tellMovedSlots} from './move-lines.js'
import type {LegacyText} from './words.js'

/** What a repair is about to do: first in the words of the old tools, then every step. */
export function legacyFixProposal({before, plan}: ChangeProposal, options: LegacyText): string[] {
  const coverage = coverageOf({before, plan})
  return [
    ...openSlots(before).flatMap((slot) => openSlotLines(before, slot)),
    ...(coverage
      ? [
          '>>> Fixing slots coverage...',
          `The following uncovered slots have ${COVERAGE[coverage.kind].what}:`,
          legacyRanges(coverage.ranges, 'redis-cli'),
        ]
      : []),
    fixProposalText({before, plan}, options),
  ]
}

/**
 * The one question of a repair: about slots without an owner in the words of the old tools, whose kind is that of the
 * greatest risk; undefined when there are open slots only, about which they did not ask.
 */
export function legacyFixQuestion(proposal: ChangeProposal): string | undefined {
  const coverage = coverageOf(proposal)
  if (coverage) return `${COVERAGE[coverage.kind].question} (type 'yes' to accept): `
  const {steps, reasons} = proposal.plan
  const isQuiet = steps.every((_, at) => {
    const rule = reasons?.[at]
    return rule === undefined || UNASKED.has(rule)
  })
  return isQuiet ? undefined : "Do these steps? (type 'yes' to accept): "
}

/** Slots that got an owner, and slots that moved. */
export function tellFix(proposal: ChangeProposal, event: Event, options: LegacyText): string[] {
  if (event.type !== 'step-started' || event.step.kind !== 'claim-slots') {
    return tellMovedSlots(proposal, event, options)
  }
  const {node, ranges} = event.step
  const nameOf = addressesOf(proposal.before)
  return [...slotsOf(ranges)].map((slot) => `>>> Covering slot ${slot} with ${nameOf(node)}`)
}

const COVERAGE = {
  none: {
    what: 'no keys across the cluster',
    question: 'Fix these slots by covering with a random node?',
  },
  one: {
    what: 'keys in just one node',
    question: 'Fix these slots by covering with those nodes?',
  },
  many: {
    what: 'keys in multiple nodes',
    question: 'Fix these slots by moving keys into a single node?',
  },
} as const

type Coverage = {readonly kind: keyof typeof COVERAGE; readonly ranges: readonly SlotRange[]}

/** What the old tools did without a question. */
const UNASKED: ReadonlySet<FixRule> = new Set([
  'finish-move',
  'close-move',
  'marks-on-replica',
  'disputed',
  'epochs-equal',
  'move-under-way',
  'orphan-keys',
])

const WITH_KEYS: ReadonlySet<FixRule | undefined> = new Set(['unowned-keys', 'unowned-importing'])

/** How slots without an owner get one: from none, one or several nodes that have keys. */
function coverageOf({before, plan}: ChangeProposal): Coverage | undefined {
  const missing = uncoveredRanges(before)
  const claims = plan.steps.flatMap((step, at) =>
    step.kind === 'claim-slots' && intersectRanges(step.ranges, missing).length > 0
      ? [{step, rule: plan.reasons?.[at]}]
      : [],
  )
  if (claims.length === 0) return undefined
  const ranges = missing.filter((range) =>
    claims.some(({step}) => intersectRanges(step.ranges, [range]).length > 0),
  )
  if (keyMoves(plan).some((step) => intersectRanges(step.ranges, missing).length > 0)) {
    return {kind: 'many', ranges}
  }
  return {kind: claims.some(({rule}) => WITH_KEYS.has(rule)) ? 'one' : 'none', ranges}
}

function keyMoves({steps}: Plan): StepOf<'adopt-keys' | 'migrate-slots'>[] {
  return steps.filter((step) => step.kind === 'adopt-keys' || step.kind === 'migrate-slots')
}

function openSlots(snapshot: ClusterSnapshot): number[] {
  const slots = reachableNodes(snapshot).flatMap((node) => node.openSlots.map(({slot}) => slot))
  return [...new Set(slots)].toSorted((a, b) => a - b)
}

function openSlotLines(snapshot: ClusterSnapshot, slot: number): string[] {
  const marked = (direction: OpenSlot['direction']) =>
    reachableNodes(snapshot)
      .filter((node) => node.openSlots.some((open) => open.slot === slot && open.direction === direction))
      .map(({address}) => address)
      .join(',')
  return [
    `>>> Fixing open slot ${slot}`,
    `Set as migrating in: ${marked('migrating')}`,
    `Set as importing in: ${marked('importing')}`,
  ]
}
