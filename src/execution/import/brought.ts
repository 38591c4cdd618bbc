import type {Node, NodeId} from '../../domain/node.js'
import {type ClusterSnapshot, reachablePrimaries} from '../../domain/snapshot.js'
import {SLOT_COUNT, slotsOf} from '../../domain/slot.js'

/** The last known owner of each slot, and all nodes that have been primaries so far. */
type Owned = {
  readonly bySlot: readonly (NodeId | undefined)[]
  readonly primaries: ReadonlySet<NodeId>
}

/** Which owners got keys from this run, and which of them may have lost these keys. */
export class Brought {
  /** Sentences without a full stop. */
  readonly failures: string[] = []
  /** How many of them are restarts, after which an owner may have lost everything. */
  restarts = 0
  private readonly keys = new Map<NodeId, number>()
  private readonly runs = new Map<NodeId, string>()
  private owned: Owned = {bySlot: [], primaries: new Set()}

  /** From now on, keys are considered safe because this owner has them. */
  relyOn(id: NodeId): void {
    this.add(id, 0)
  }

  add(id: NodeId, keys: number): void {
    this.keys.set(id, (this.keys.get(id) ?? 0) + keys)
  }

  /** The run ids of the servers that were seen, by node id. */
  get seenRuns(): readonly (readonly [NodeId, string])[] {
    return [...this.runs]
  }

  /** Records the run id of a server, which changes when the server restarts. */
  seeRun(id: NodeId, name: string, runId: string | undefined): void {
    const before = this.runs.get(id)
    if (runId === undefined) return
    this.runs.set(id, runId)
    if (before === undefined || before === runId) return
    if (this.keys.has(id)) this.restarts++
    this.fail(id, `${name} was restarted`, 'which it had not saved')
  }

  /** Records who owns which slots. */
  seeOwners(snapshot: ClusterSnapshot): void {
    for (const {id, address} of replacedOwners(this.owned, snapshot)) {
      this.fail(id, `${address} was replaced by another node`, 'which that node did not have yet')
    }
    this.owned = learn(this.owned, snapshot)
  }

  private fail(id: NodeId, what: string, lost: string): void {
    const keys = this.keys.get(id)
    if (keys === undefined) return
    // Keys that it gets from now on go to a server that has started anew.
    this.keys.delete(id)
    this.failures.push(`${what} after this run had imported ${keys} keys into it; those are lost ${lost}`)
  }
}

/**
 * Former owners whose slots now belong to a node that may lack their keys: a replica that took over, or a node that
 * took the slots of an owner that does not answer. Slots that moved to another primary took their keys with them.
 */
function replacedOwners({bySlot, primaries}: Owned, snapshot: ClusterSnapshot): Node[] {
  const now = ownersIn(snapshot)
  const byId = new Map<NodeId | undefined, Node>(snapshot.nodes.map((node) => [node.id, node]))
  const replaced = new Set<Node>()
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    const before = byId.get(bySlot[slot])
    const owner = now[slot]
    if (!before || owner === undefined || owner === before.id) continue
    const isPrimary = before.reachable && before.role === 'primary'
    const gaveItAway = before.reachable && primaries.has(owner)
    if (!isPrimary && !gaveItAway) replaced.add(before)
  }
  return [...replaced]
}

/** The owner of each slot among the primaries that answer. */
export function ownersIn(snapshot: ClusterSnapshot): (NodeId | undefined)[] {
  const owners: (NodeId | undefined)[] = []
  // A former owner that has not heard of the new one yet has the lower epoch.
  for (const {id, slots} of reachablePrimaries(snapshot).toSorted((a, b) => a.configEpoch - b.configEpoch)) {
    for (const slot of slotsOf(slots)) owners[slot] = id
  }
  return owners
}

/** A node that does not answer now is still the last known owner. */
function learn({bySlot, primaries}: Owned, snapshot: ClusterSnapshot): Owned {
  const now = ownersIn(snapshot)
  const ids = reachablePrimaries(snapshot).map(({id}) => id)
  // One that was a primary long ago, and a replica since, may lack what its primary got.
  const unseen = snapshot.nodes.filter(({reachable, id}) => !reachable && primaries.has(id)).map(({id}) => id)
  return {
    bySlot: Array.from({length: SLOT_COUNT}, (_, slot) => now[slot] ?? bySlot[slot]),
    primaries: new Set([...unseen, ...ids]),
  }
}
