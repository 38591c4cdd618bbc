import type {Answer} from '../domain/answer.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Node} from '../domain/node.js'
import {type ClusterSnapshot, nodeById, reachablePrimaries} from '../domain/snapshot.js'
import {wayToCount} from '../domain/way-to-count.js'
import type {Session} from '../redis/session.js'
import type {SlotStats} from '../redis/slot-stats.js'
import {askEach} from './ask-each.js'

/** A value by slot. */
export type SlotValues = ReadonlyMap<number, number>

/** The client of a node that owns slots. */
export type OwnerClient = ReturnType<Session['node']>

/** The keys of each slot of a node, in all its databases. */
export function slotKeys(client: OwnerClient, {slots, info}: Node): Promise<SlotValues> {
  return client.contents.slotKeys(slots, info?.keys.map(({db}) => db) ?? [0])
}

/** Asks the primaries that answer and own slots. */
export function askOwners<T>(
  session: Session,
  snapshot: ClusterSnapshot,
  question: (client: OwnerClient, node: Node) => Promise<T>,
): Promise<Answer<T>[]> {
  const owners = reachablePrimaries(snapshot).filter(({slots}) => slots.length > 0)
  return askEach(session, owners, question)
}

/** What the owners count for each slot; nothing if their version does not. */
export function statsOfOwners(
  session: Session,
  snapshot: ClusterSnapshot,
): Promise<Answer<readonly SlotStats[]>[]> {
  return askOwners(
    session,
    snapshot,
    async (client, {slots}) => (await client.contents.slotStats(slots)) ?? [],
  )
}

/** The growth per second; a slot that changed its owner in the meantime counts from 0. */
export function perSecond(
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

/** The error for nodes that do not count the load of each slot, with what to do. */
export function notCounted(nodes: readonly Node[], snapshot: ClusterSnapshot): ClusterToolError {
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
