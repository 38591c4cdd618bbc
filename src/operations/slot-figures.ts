import {setTimeout as sleep} from 'node:timers/promises'
import type {Answer} from '../domain/answer.js'
import {errorOf, type MemoryEstimate, slotBytes, type SlotSample} from '../domain/memory-estimate.js'
import type {Node} from '../domain/node.js'
import {SLOT_COUNT, slotsOf} from '../domain/slot.js'
import type {SlotFigures, SlotLoad} from '../domain/slot-figures.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {unlessRefused} from '../redis/errors.js'
import type {Session} from '../redis/session.js'
import type {SlotStats} from '../redis/slot-stats.js'
import {
  askOwners,
  notCounted,
  type OwnerClient,
  perSecond,
  type SlotValues,
  statsOfOwners,
} from './slot-owners.js'

/** What is read of slots. */
export type FigureOptions = {
  /** How many keys of each slot are measured where the server does not count memory; undefined: as many as take about a second. */
  readonly sample: number | undefined
  /** For how many milliseconds the load is measured. */
  readonly loadMs: number
  /** The load without which there is nothing to do; any: what all nodes count; none: takes no time. */
  readonly load: LoadKind | 'any' | 'none'
}

/** The keys, the memory and the load of each slot, from its owner. Throws REFUSED if the load is needed and not counted. */
export async function readFigures(
  session: Session,
  snapshot: ClusterSnapshot,
  options: FigureOptions,
): Promise<SlotFigures> {
  const stats = await statsOfOwners(session, snapshot)
  // First, because sampling causes load.
  const load = await readLoad(session, snapshot, {...options, stats})
  const start = performance.now()
  const counted = new Map(
    stats.flatMap((answer) => (answer.status === 'ok' ? [[answer.node.id, answer.value]] : [])),
  )
  const answers = await askOwners(session, snapshot, (client, node) =>
    readContents(client, node, {stats: counted.get(node.id) ?? [], sample: options.sample}),
  )
  const known = answers.flatMap((answer) => (answer.status === 'ok' ? [answer.value] : []))
  return {
    keys: listOf(known.map(({keys}) => keys)),
    memory: listOf(known.map(({memory}) => memory)),
    load,
    uncounted: nodesWithout(stats, (one) => COUNTERS.cpu(one) ?? COUNTERS.network(one)).map(({id}) => id),
    estimates: known.flatMap(({estimate}) => estimate ?? []),
    sampledMs: performance.now() - start,
    unread: answers.flatMap((answer) =>
      answer.status === 'ok' ? [] : [{node: answer.node.id, reason: answer.error}],
    ),
  }
}

type StatsAnswers = readonly Answer<readonly SlotStats[]>[]

/** What servers count of the load of a slot. */
type LoadKind = 'cpu' | 'network'

const COUNTERS: {readonly [K in LoadKind]: (stats: SlotStats) => number | undefined} = {
  cpu: ({cpuMicroseconds}) => cpuMicroseconds,
  network: ({networkBytes}) => networkBytes,
}

async function readLoad(
  session: Session,
  snapshot: ClusterSnapshot,
  {stats, load, loadMs}: FigureOptions & {readonly stats: StatsAnswers},
): Promise<SlotLoad | undefined> {
  if (load === 'none') return undefined
  const lacking = load === 'any' ? [] : nodesWithout(stats, COUNTERS[load])
  if (lacking.length > 0) throw notCounted(lacking, snapshot)
  const counted = (Object.keys(COUNTERS) as LoadKind[]).filter(
    (kind) => nodesWithout(stats, COUNTERS[kind]).length === 0,
  )
  if (counted.length === 0) return undefined
  const before = await statsOfOwners(session, snapshot)
  const start = performance.now()
  await sleep(loadMs)
  const after = await statsOfOwners(session, snapshot)
  const measuredMs = performance.now() - start
  const growthOf = (kind: LoadKind) => {
    if (!counted.includes(kind)) return undefined
    const grown = perSecond(
      valuesIn(before, COUNTERS[kind]),
      valuesIn(after, COUNTERS[kind]),
      measuredMs / 1000,
    )
    return listOf(grown.flatMap((answer) => (answer.status === 'ok' ? [answer.value] : [])))
  }
  return {cpu: growthOf('cpu'), network: growthOf('network'), measuredMs}
}

/** The nodes that answered and do not count it. */
function nodesWithout(stats: StatsAnswers, valueOf: (stats: SlotStats) => number | undefined): Node[] {
  return stats.flatMap((answer) => {
    if (answer.status !== 'ok') return []
    const isCounted = answer.value.length > 0 && answer.value.every((one) => valueOf(one) !== undefined)
    return isCounted ? [] : [answer.node]
  })
}

function valuesIn(
  answers: StatsAnswers,
  valueOf: (stats: SlotStats) => number | undefined,
): Answer<SlotValues>[] {
  return answers.map((answer) =>
    answer.status === 'ok'
      ? {...answer, value: new Map(answer.value.map((stats) => [stats.slot, valueOf(stats) ?? 0]))}
      : answer,
  )
}

type Contents = {
  readonly keys: SlotValues
  readonly memory: SlotValues
  readonly estimate: MemoryEstimate | undefined
}

async function readContents(
  client: OwnerClient,
  node: Node,
  {stats, sample}: {readonly stats: readonly SlotStats[]; readonly sample: number | undefined},
): Promise<Contents> {
  const databases = node.info?.keys.map(({db}) => db) ?? [0]
  const byDatabase: {db: number; keys: SlotValues}[] = []
  for (const db of databases.length > 0 ? databases : [0]) {
    byDatabase.push({db, keys: await client.contents.slotKeys(node.slots, [db])})
  }
  const slots = [...slotsOf(node.slots)].map((slot) => ({
    slot,
    databases: byDatabase.map(({db, keys}) => ({db, keys: keys.get(slot) ?? 0})),
  }))
  const keys = new Map(
    slots.map(({slot, databases}) => [slot, databases.reduce((sum, each) => sum + each.keys, 0)]),
  )
  const isCounted = stats.length > 0 && stats.every(({memoryBytes}) => memoryBytes !== undefined)
  if (isCounted) {
    return {keys, memory: new Map(stats.map((one) => [one.slot, one.memoryBytes ?? 0])), estimate: undefined}
  }
  const full = slots.filter(({slot}) => (keys.get(slot) ?? 0) > 0)
  const most = sample ?? Math.max(LEAST_SAMPLE, Math.floor(NODE_SAMPLE / Math.max(1, full.length)))
  const samples = await client.contents.sampleSlots(full, most).catch(unlessRefused)
  return {keys, ...estimateOf(node, keys, {samples, dataset: await client.contents.datasetBytes()})}
}

/** Keys that are measured on a node without being asked for, and at least of each slot. */
const NODE_SAMPLE = 100_000
const LEAST_SAMPLE = 10

type Sampled = {
  /** Undefined if the server cannot measure keys. */
  readonly samples: readonly SlotSample[] | undefined
  readonly dataset: number | undefined
}

function estimateOf(node: Node, keys: SlotValues, {samples, dataset}: Sampled): Omit<Contents, 'keys'> {
  const total = sum([...keys.values()])
  const average = (dataset ?? node.info?.usedMemory ?? 0) / Math.max(1, total)
  const memory = new Map([...keys].map(([slot, count]) => [slot, Math.round(samples ? 0 : count * average)]))
  for (const sample of samples ?? []) memory.set(sample.slot, slotBytes(sample))
  const measured = sum((samples ?? []).map(({sizes}) => sizes.length))
  return {
    memory,
    estimate: {
      node: node.id,
      keys: total,
      measured,
      bytes: sum([...memory.values()]),
      error: samples && errorOf(samples),
      dataset,
    },
  }
}

/** Each slot's value, from the only node that owns it. */
function listOf(each: readonly SlotValues[]): (number | undefined)[] {
  const values = Array.from<number | undefined>({length: SLOT_COUNT})
  for (const known of each) for (const [slot, value] of known) values[slot] = value
  return values
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
