import * as v from 'valibot'
import {type FindingCode, SEVERITY} from '../../domain/finding.js'
import {controlState, hold} from './control.js'
import {count, integer, nodeId, slotRanges, time} from './parts.js'
import {nodeRef} from './refs.js'

/** The code of a finding. */
export const findingCode = v.picklist(Object.keys(SEVERITY) as [FindingCode, ...FindingCode[]])

const ids = v.array(nodeId)
const none = {}
const seenBy = {seenBy: ids}
const place = v.object({kind: v.picklist(['host', 'zone']), name: v.string()})
const differences = v.array(
  v.object({slots: slotRanges, says: v.optional(nodeId), others: v.optional(nodeId)}),
)
const open = {direction: v.picklist(['migrating', 'importing']), peer: nodeId}

/** What a move brings about and ends with it; its nodes are ids. */
const passing = v.variant('code', [
  v.object({code: v.literal('slots-open'), nodes: ids, slots: slotRanges, ...open}),
  v.object({code: v.literal('views-disagree'), nodes: ids, slots: slotRanges, differences}),
])

/** One thing that a check noticed: docs/findings.md explains the codes and src/domain/finding.ts the facts. */
export const finding = v.variant('code', [
  found('slots-uncovered', {lastOwners: v.array(v.object({node: nodeId, slots: slotRanges}))}),
  found('slots-open', open),
  found('views-disagree', {differences}),
  found('slots-claimed-twice', none),
  found('cluster-state-fail', none),
  found('keys-in-foreign-slots', {keys: count}),
  found('keys-hidden', {keys: count}),
  found('node-failed', {...seenBy, answers: v.exactOptional(v.literal(true))}),
  found('node-suspected', seenBy),
  found('node-handshake', seenBy),
  found('node-without-address', seenBy),
  found('node-unreachable', {reason: v.string()}),
  found('node-unknown', {unknownTo: ids}),
  found('node-loading', none),
  found('replica-of-replica', {primary: nodeId}),
  found('replica-of-unknown', {primary: v.optional(nodeId)}),
  found('replication-broken', {primary: nodeId, downSeconds: v.optional(integer)}),
  found('replication-lagging', {primary: nodeId, bytes: v.optional(integer), seconds: integer}),
  found('primary-without-replica', none),
  found('replica-beside-primary', {place}),
  found('majority-in-one-place', {place, total: count}),
  found('epochs-equal', {epoch: count}),
  found('versions-mixed', {versions: v.array(v.object({version: v.string(), nodes: ids}))}),
  found('settings-differ', {
    setting: v.string(),
    values: v.array(v.object({value: v.string(), nodes: ids})),
  }),
  found('change-under-way', {
    command: v.string(),
    host: v.string(),
    pid: count,
    startedAt: time,
    suspended: v.boolean(),
    progress: v.optional(v.object({moved: count, total: count})),
    control: v.optional(
      v.pipe(
        v.object({state: controlState, hold}),
        v.description('what it says about itself; only on its own machine, and if it answers at once'),
      ),
    ),
    explains: v.array(passing),
  }),
  found('read-refused', {command: v.string(), reason: v.string()}),
])

type Head = {
  readonly severity: v.PicklistSchema<['error', 'warning', 'info'], undefined>
  readonly message: v.StringSchema<undefined>
  readonly advice: v.StringSchema<undefined>
  readonly nodes: v.ArraySchema<typeof nodeRef, undefined>
  readonly slots: typeof slotRanges
}

function found<C extends string, E extends v.ObjectEntries>(
  code: C,
  facts: E,
): v.ObjectSchema<{readonly code: v.LiteralSchema<C, undefined>} & Head & E, undefined> {
  return v.object({
    code: v.literal(code),
    severity: v.picklist(['error', 'warning', 'info']),
    message: v.string(),
    advice: v.string(),
    nodes: v.array(nodeRef),
    slots: slotRanges,
    ...facts,
  })
}

/** A finding in a document. */
export type FindingFields = v.InferOutput<typeof finding>
