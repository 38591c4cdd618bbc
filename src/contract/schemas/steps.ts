import * as v from 'valibot'
import {count, moveMethod, nodeId, slotRanges} from './parts.js'

const nodes = v.array(nodeId)
const marked = v.exactOptional(v.literal(true))

/** The facts of each kind of step, as src/domain/step.ts explains them. */
const STEP_FACTS = {
  'assign-slots': {node: nodeId, ranges: slotRanges},
  'set-epoch': {node: nodeId, epoch: count},
  meet: {nodes, newcomers: v.exactOptional(nodes)},
  replicate: {node: nodeId, primary: nodeId},
  agree: {nodes, inAnyState: marked, inAnyView: marked, without: v.exactOptional(nodes), inAnySync: marked},
  'migrate-slots': {
    source: nodeId,
    target: nodeId,
    ranges: slotRanges,
    method: moveMethod,
    after: v.array(count),
    vouched: marked,
  },
  'copy-functions': {from: nodeId, node: nodeId},
  forget: {node: nodeId, by: nodes},
  reset: {node: nodeId},
  'close-slots': {ranges: slotRanges, owner: v.optional(nodeId), marked: nodes, expecting: nodes},
  'claim-slots': {node: nodeId, ranges: slotRanges},
  'adopt-keys': {
    source: nodeId,
    target: nodeId,
    ranges: slotRanges,
    giveUp: v.boolean(),
    discard: v.boolean(),
  },
  'reveal-keys': {node: nodeId},
  failover: {node: nodeId, primary: nodeId, withoutVotes: marked, atOnce: marked},
  'switch-over': {node: nodeId, primary: nodeId},
  'await-sync': {nodes},
  restart: {
    node: nodeId,
    address: v.string(),
    nodes,
    command: v.string(),
    shard: count,
    runId: v.string(),
    versionTo: v.exactOptional(v.string()),
    limitMs: count,
    pauseMs: count,
    expects: v.exactOptional(v.picklist(['partial', 'full'])),
  },
  'bump-epoch': {node: nodeId},
  'end-atomic': {node: nodeId, method: v.picklist(['atomic-valkey', 'atomic-redis'])},
} as const

/** A step as plans and journals have it. */
export const savedStep = v.variant('kind', [
  kindOf('assign-slots', STEP_FACTS['assign-slots']),
  kindOf('set-epoch', STEP_FACTS['set-epoch']),
  kindOf('meet', STEP_FACTS.meet),
  kindOf('replicate', STEP_FACTS.replicate),
  kindOf('agree', STEP_FACTS.agree),
  kindOf('migrate-slots', STEP_FACTS['migrate-slots']),
  kindOf('copy-functions', STEP_FACTS['copy-functions']),
  kindOf('forget', STEP_FACTS.forget),
  kindOf('reset', STEP_FACTS.reset),
  kindOf('close-slots', STEP_FACTS['close-slots']),
  kindOf('claim-slots', STEP_FACTS['claim-slots']),
  kindOf('adopt-keys', STEP_FACTS['adopt-keys']),
  kindOf('reveal-keys', STEP_FACTS['reveal-keys']),
  kindOf('failover', STEP_FACTS.failover),
  kindOf('switch-over', STEP_FACTS['switch-over']),
  kindOf('await-sync', STEP_FACTS['await-sync']),
  kindOf('restart', STEP_FACTS.restart),
  kindOf('bump-epoch', STEP_FACTS['bump-epoch']),
  kindOf('end-atomic', STEP_FACTS['end-atomic']),
])

/**
 * A step as documents for scripts have it: its description in words, its facts with slots where plans say ranges, and
 * what else the place has.
 */
export function stepWith<X extends v.ObjectEntries>(extra: X) {
  const words = {description: v.string(), ...extra} as {readonly description: v.StringSchema<undefined>} & X
  return v.variant('kind', [
    kindOf('assign-slots', {...words, ...withSlots(STEP_FACTS['assign-slots'])}),
    kindOf('set-epoch', {...words, ...STEP_FACTS['set-epoch']}),
    kindOf('meet', {...words, ...STEP_FACTS.meet}),
    kindOf('replicate', {...words, ...STEP_FACTS.replicate}),
    kindOf('agree', {...words, ...STEP_FACTS.agree}),
    kindOf('migrate-slots', {...words, ...withSlots(STEP_FACTS['migrate-slots'])}),
    kindOf('copy-functions', {...words, ...STEP_FACTS['copy-functions']}),
    kindOf('forget', {...words, ...STEP_FACTS.forget}),
    kindOf('reset', {...words, ...STEP_FACTS.reset}),
    kindOf('close-slots', {...words, ...withSlots(STEP_FACTS['close-slots'])}),
    kindOf('claim-slots', {...words, ...withSlots(STEP_FACTS['claim-slots'])}),
    kindOf('adopt-keys', {...words, ...withSlots(STEP_FACTS['adopt-keys'])}),
    kindOf('reveal-keys', {...words, ...STEP_FACTS['reveal-keys']}),
    kindOf('failover', {...words, ...STEP_FACTS.failover}),
    kindOf('switch-over', {...words, ...STEP_FACTS['switch-over']}),
    kindOf('await-sync', {...words, ...STEP_FACTS['await-sync']}),
    kindOf('restart', {...words, ...STEP_FACTS.restart}),
    kindOf('bump-epoch', {...words, ...STEP_FACTS['bump-epoch']}),
    kindOf('end-atomic', {...words, ...STEP_FACTS['end-atomic']}),
  ])
}

function withSlots<E extends {readonly ranges: typeof slotRanges}>({
  ranges,
  ...facts
}: E): Omit<E, 'ranges'> & {readonly slots: typeof slotRanges} {
  return {...facts, slots: ranges}
}

/** An object schema of one kind; a plain spread would lose the facts in the type. */
function kindOf<K extends string, E extends v.ObjectEntries>(
  kind: K,
  facts: E,
): v.ObjectSchema<{readonly kind: v.LiteralSchema<K, undefined>} & E, undefined> {
  return v.object({kind: v.literal(kind), ...facts})
}
