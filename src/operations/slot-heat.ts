import {setTimeout as sleep} from 'node:timers/promises'
import type {Answer} from '../domain/answer.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Node, NodeId} from '../domain/node.js'
import {SLOT_COUNT} from '../domain/slot.js'
import type {SlotHeat, SlotMeasure} from '../domain/slot-heat.js'
import {type ClusterSnapshot, nodeById, reachablePrimaries} from '../domain/snapshot.js'
import {keysOf} from '../domain/totals.js'
import {isAtLeast} from '../domain/version.js'
import type {Session} from '../redis/session.js'
import type {SlotStats} from '../redis/slot-stats.js'
import {askEach} from './ask-each.js'

type SlotValues = ReadonlyMap<number, number>

/** For how long the load is measured. */
const LOAD_MS = 1000

/** Reads a value for each slot from its owner. Throws REFUSED for the load if a node does not count it. */
export function readHeat(
  session: Session,
  snapshot: ClusterSnapshot,
  measure: SlotMeasure,
): Promise<SlotHeat> {
  return READERS[measure](session, snapshot)
}

type Reader = (session: Session, snapshot: ClusterSnapshot) => Promise<SlotHeat>

const READERS: {readonly [M in SlotMeasure]: Reader} = {
  async keys(session, snapshot) {
    return heatOf('keys', await askOwners(session, snapshot, (client, node) => slotKeys(client, node)))
  },

  async memory(session, snapshot) {
    const stats = await statsOfOwners(session, snapshot)
    const bytes = valuesIn(stats, ({memoryBytes}) => memoryBytes)
    if (bytes.every(isComplete)) return heatOf('memory', bytes)
    return {...(await estimatedMemory(session, snapshot)), estimated: true}
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

type Client = ReturnType<Session['node']>

function slotKeys(client: Client, {slots, info}: Node): Promise<SlotValues> {
  return client.contents.slotKeys(slots, info?.keys.map(({db}) => db) ?? [0])
}

/** Asks the primaries that answer and own slots. */
function askOwners<T>(
  session: Session,
  snapshot: ClusterSnapshot,
  question: (client: Client, node: Node) => Promise<T>,
): Promise<Answer<T>[]> {
  const owners = reachablePrimaries(snapshot).filter(({slots}) => slots.length > 0)
  return askEach(session, owners, question)
}

function statsOfOwners(session: Session, snapshot: ClusterSnapshot): Promise<Answer<readonly SlotStats[]>[]> {
  return askOwners(
    session,
    snapshot,
    async (client, {slots}) => (await client.contents.slotStats(slots)) ?? [],
  )
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

async function estimatedMemory(session: Session, snapshot: ClusterSnapshot): Promise<SlotHeat> {
  const answers = await askOwners(session, snapshot, async (client, node) => {
    const keys = await slotKeys(client, node)
    const bytes = (await client.contents.datasetBytes()) ?? node.info?.usedMemory ?? 0
    const each = bytes / Math.max(1, keysOf(node) ?? 0)
    return new Map([...keys].map(([slot, count]) => [slot, Math.round(count * each)]))
  })
  return heatOf('memory', answers)
}

/** The growth per second; a slot that changed its owner in the meantime counts from 0. */
function perSecond(
  before: readonly Answer<SlotValues>[],
  after: readonly Answer<SlotValues>[],
  seconds: number,
): Answer<SlotValues>[] {
  const earlier = new Map(
    before.flatMap((answer) => (answer.status === 'ok' ? [[answer.node.id, answer.value]] : [])),
  )
  return after.map((answer) => {
    if (answer.status !== 'ok') return answer
    const base = earlier.get(answer.node.id)
    const grown = [...answer.value].map(([slot, value]): [number, number] => {
      const growth = value - (base?.get(slot) ?? value)
      return [slot, Math.round((growth < 0 ? value : growth) / seconds)]
    })
    return {...answer, value: new Map(grown)}
  })
}

function heatOf(measure: SlotMeasure, answers: readonly Answer<SlotValues>[]): SlotHeat {
  const values = Array.from<number | undefined>({length: SLOT_COUNT})
  const unread: {node: NodeId; reason: string}[] = []
  for (const answer of answers) {
    if (answer.status === 'ok') for (const [slot, value] of answer.value) values[slot] = value
    else unread.push({node: answer.node.id, reason: answer.error})
  }
  return {measure, values, estimated: false, unread}
}

function notCounted(nodes: readonly Node[], snapshot: ClusterSnapshot): ClusterToolError {
  const [first] = nodes
  const who =
    nodes.length > 1 ? `${first?.address} and ${nodes.length - 1} more do` : `${first?.address} does`
  const seed = nodeById(snapshot, snapshot.seed)?.address ?? 'HOST:PORT'
  return new ClusterToolError('REFUSED', `${who} not count the load of each slot.`, {
    hints: [
      wayToCount(first, seed),
      `What each node does in total: clustertool report ${seed} --out report.html`,
    ],
    details: nodes.map(({id, address}) => ({code: 'slot-stats-off', id, address})),
  })
}

/** How to make nodes count the load, if their version can. */
function wayToCount(node: Node | undefined, seed: string): string {
  const {software, version} = node?.info ?? {}
  const isRedis = software === 'redis'
  if (isRedis ? !isAtLeast(version, 8, 2) : !isAtLeast(version, 8)) {
    return 'It needs Valkey 8.0 or Redis 8.2, or later.'
  }
  // Redis 8.6 cannot begin to count memory while it runs, so it refuses yes.
  const value = isRedis && isAtLeast(version, 8, 6) ? '"cpu net"' : 'yes'
  return `To count it from now on: clustertool config set ${seed} cluster-slot-stats-enabled ${value}`
}
