import * as v from 'valibot'
import {finding} from './finding.js'
import {count, finite, nodeId, role, slotRanges, time} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'

const rate = v.pipe(finite, v.minValue(0))
const part = v.pipe(finite, v.minValue(0), v.maxValue(1))
const hitRate = v.optional(
  v.pipe(
    part,
    v.description('of the reads since the document before; missing in the first one, and without reads'),
  ),
)

const watchedNode = v.object({
  ...NODE_REF,
  role,
  primaryId: v.optional(nodeId),
  reachable: v.boolean(),
  unreachableBecause: v.optional(v.string()),
  flags: v.array(v.string()),
  slotCount: count,
  keys: v.optional(count),
  usedMemory: v.optional(count),
  maxMemory: v.optional(v.pipe(count, v.description('0: no limit'))),
  opsPerSecond: v.optional(rate),
  hitRate,
  netInPerSecond: v.optional(v.pipe(rate, v.description('bytes'))),
  netOutPerSecond: v.optional(v.pipe(rate, v.description('bytes'))),
  clients: v.optional(count),
  linkUp: v.optional(v.pipe(v.boolean(), v.description('of a replica: its link to its primary'))),
  lagBytes: v.optional(
    v.pipe(count, v.description('of a replica: what its primary has sent and it has not processed')),
  ),
  lagSeconds: v.optional(v.pipe(count, v.description('since it heard from its primary'))),
  zone: v.optional(v.string()),
  version: v.optional(v.string()),
})

const watchedMove = v.object({
  by: v.pipe(
    v.picklist(['command', 'atomic', 'open']),
    v.description('a clustertool, the servers themselves, or whoever opened the slots'),
  ),
  who: v.pipe(v.string(), v.description('the command with its machine, or the state of the job')),
  source: v.optional(nodeRef),
  target: v.optional(nodeRef),
  slots: v.pipe(count, v.description('on their way now')),
  progress: v.optional(v.object({moved: count, total: count})),
  since: time,
  leftMs: v.optional(v.pipe(rate, v.description('estimated from the progress so far'))),
})

const AT = {at: time}

/** Something that has happened between two looks at a cluster. */
const watchEvent = v.variant('kind', [
  v.object({kind: v.literal('node-lost'), ...AT, node: nodeRef, reason: v.string()}),
  v.object({kind: v.literal('node-back'), ...AT, node: nodeRef}),
  v.object({kind: v.literal('node-joined'), ...AT, node: nodeRef, role}),
  v.object({kind: v.literal('node-left'), ...AT, node: nodeRef}),
  v.object({kind: v.literal('node-restarted'), ...AT, node: nodeRef}),
  v.object({
    kind: v.literal('promoted'),
    ...AT,
    node: nodeRef,
    from: v.optional(v.pipe(nodeRef, v.description('the primary that it followed'))),
    slots: slotRanges,
  }),
  v.object({kind: v.literal('demoted'), ...AT, node: nodeRef, primary: v.optional(nodeRef)}),
  v.object({kind: v.literal('primary-changed'), ...AT, node: nodeRef, primary: v.optional(nodeRef)}),
  v.object({
    kind: v.literal('slots-moved'),
    ...AT,
    from: v.optional(nodeRef),
    to: v.optional(nodeRef),
    slots: slotRanges,
  }),
  v.object({kind: v.literal('finding'), ...AT, finding}),
  v.object({kind: v.literal('finding-over'), ...AT, finding, since: time}),
])

/** The outcome of watch: one look at the cluster. */
export const watchOutcome = v.object({
  takenAt: time,
  milliseconds: v.pipe(rate, v.description('how long the reading took')),
  through: v.pipe(v.string(), v.description('the node through which the others were found')),
  seedLost: v.optional(v.pipe(v.string(), v.description('why the node that was named cannot be read'))),
  unread: v.optional(
    v.pipe(
      v.string(),
      v.description('why no node could be read; everything else is what was read last, at takenAt'),
    ),
  ),
  totals: v.object({
    primaries: v.pipe(count, v.description('that answered')),
    replicas: v.pipe(count, v.description('that answered')),
    slotsCovered: count,
    keys: count,
    usedMemory: v.pipe(count, v.description('of the primaries')),
    opsPerSecond: rate,
    netInPerSecond: rate,
    netOutPerSecond: rate,
    hitRate,
  }),
  nodes: v.array(watchedNode),
  findings: v.array(v.object({since: time, finding})),
  moves: v.array(watchedMove),
  events: v.pipe(v.array(watchEvent), v.description('since the document before')),
})
