import {setTimeout as sleep} from 'node:timers/promises'
import type {Answer} from '../domain/answer.js'
import type {NodeId} from '../domain/node.js'
import {SLOT_COUNT} from '../domain/slot.js'
import type {SlotHeat, SlotMeasure} from '../domain/slot-heat.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {Session} from '../redis/session.js'
import type {SlotStats} from '../redis/slot-stats.js'
import {readFigures} from './slot-figures.js'
import {askOwners, notCounted, perSecond, slotKeys, type SlotValues, statsOfOwners} from './slot-owners.js'

/** For how long the load is measured. */
const LOAD_MS = 1000

/** What is read of each slot. */
export type HeatRequest = {
  readonly measure: SlotMeasure
  /** How many keys of each slot are measured where the server does not count memory; undefined: as many as take about a second. */
  readonly sample?: number | undefined
}

/** Reads a value for each slot from its owner. Throws REFUSED for the load if a node does not count it. */
export function readHeat(
  session: Session,
  snapshot: ClusterSnapshot,
  {measure, sample}: HeatRequest,
): Promise<SlotHeat> {
  return READERS[measure](session, snapshot, sample)
}

type Reader = (session: Session, snapshot: ClusterSnapshot, sample: number | undefined) => Promise<SlotHeat>

const READERS: {readonly [M in SlotMeasure]: Reader} = {
  async keys(session, snapshot) {
    return heatOf('keys', await askOwners(session, snapshot, (client, node) => slotKeys(client, node)))
  },

  async memory(session, snapshot, sample) {
    const {memory, estimates, sampledMs, unread} = await readFigures(session, snapshot, {
      sample,
      load: 'none',
      loadMs: 0,
    })
    return {measure: 'memory', values: memory, estimates, sampledMs, unread}
  },

  async ops(session, snapshot) {
    const read = async () =>
      valuesIn(await statsOfOwners(session, snapshot), ({cpuMicroseconds}) => cpuMicroseconds)
    const before = await read()
    const without = before.filter((answer) => !isComplete(answer)).map(({node}) => node)
    if (without.length > 0) throw notCounted(without, snapshot)
    const start = performance.now()
    await sleep(LOAD_MS)
    const after = await read()
    return heatOf('ops', perSecond(before, after, (performance.now() - start) / 1000))
  },
}

function valuesIn(
  answers: readonly Answer<readonly SlotStats[]>[],
  valueOf: (stats: SlotStats) => number | undefined,
): Answer<SlotValues>[] {
  return answers.map((answer) => {
    if (answer.status !== 'ok') return answer
    const known = answer.value.flatMap((stats): [number, number][] => {
      const value = valueOf(stats)
      return value === undefined ? [] : [[stats.slot, value]]
    })
    return {...answer, value: new Map(known)}
  })
}

/** A node that did not answer is told of separately. */
function isComplete(answer: Answer<SlotValues>): boolean {
  return answer.status !== 'ok' || answer.value.size > 0
}

function heatOf(measure: SlotMeasure, answers: readonly Answer<SlotValues>[]): SlotHeat {
  const values = Array.from<number | undefined>({length: SLOT_COUNT})
  const unread: {node: NodeId; reason: string}[] = []
  for (const answer of answers) {
    if (answer.status === 'ok') for (const [slot, value] of answer.value) values[slot] = value
    else unread.push({node: answer.node.id, reason: answer.error})
  }
  return {measure, values, estimates: [], sampledMs: 0, unread}
}
