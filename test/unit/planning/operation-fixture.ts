import {MOVE_DEFAULTS} from '../../../src/domain/move.js'
import type {NodeId} from '../../../src/domain/node.js'
import type {NodeFacts, Operation, RecordedStep} from '../../../src/domain/operation.js'
import type {Step} from '../../../src/domain/step.js'
import type {SlotRange} from '../../../src/domain/slot.js'

export const [A, B, C, D, E, F] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => name.repeat(40)) as [
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
]

/** Three primaries that share all slots. */
export const THREE: readonly NodeFacts[] = [
  facts(A, [{start: 0, end: 5460}]),
  facts(B, [{start: 5461, end: 10_922}]),
  facts(C, [{start: 10_923, end: 16_383}]),
]

export function facts(id: NodeId, slots: readonly SlotRange[] = []): NodeFacts {
  return {
    id,
    address: `${id[0]}:1`,
    role: 'primary',
    primaryId: null,
    configEpoch: 1,
    slots,
    openSlots: [],
    reachable: true,
  }
}

export function move(source: NodeId, target: NodeId, start: number, end: number): Step {
  return {kind: 'migrate-slots', source, target, ranges: [{start, end}], method: 'keys', after: []}
}

type Wish = Partial<Pick<Operation, 'status' | 'of' | 'dismissed' | 'results'>> & {
  readonly nodes?: readonly NodeFacts[]
  readonly joining?: readonly NodeId[]
}

let count = 0

/** An operation, later than all that were made before it. Its steps are done, or begun if it was interrupted. */
export function operation(command: string, steps: readonly Step[], wish: Wish = {}): Operation {
  const {nodes = THREE, joining = [], status = 'done', of, dismissed = false} = wish
  const done: RecordedStep['status'] = status === 'done' ? 'done' : 'begun'
  const startedAt = new Date(Date.parse('2026-11-21T10:00:00.000Z') + count++ * 1000).toISOString()
  return {
    command,
    createdAt: startedAt,
    startedAt,
    id: `${startedAt}-${command}`,
    cluster: {seed: A, nodes, others: joining.map((id) => ({id, address: `${id[0]}:1`}))},
    options: {joinLimitMs: 1, moving: MOVE_DEFAULTS},
    plan: {steps},
    status,
    milliseconds: status === 'unfinished' ? undefined : 500,
    host: 'h',
    pid: 7,
    of,
    dismissed,
    results: wish.results ?? steps.map((_, index) => ({index, status: done, move: undefined})),
  }
}
