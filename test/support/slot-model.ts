import type {NodeId} from '../../src/domain/node.js'
import type {SlotFacts} from '../../src/planning/fix/facts.js'
import type {Remedy} from '../../src/planning/fix/rules.js'

/** A slot and the keys of it that nodes hold, with their values. */
export type Scene = {readonly facts: SlotFacts; readonly values: ReadonlyMap<NodeId, ReadonlySet<string>>}

/** How servers carry out a remedy. */
export function afterRemedy({facts, values}: Scene, remedy: Remedy): Scene {
  const {close = [], claim, giveUp = [], path, adopt = []} = remedy
  const slot = new SlotModel(facts, values)
  for (const id of close) slot.clear(id)
  if (claim) slot.claim(claim === 'spread' ? SPREAD_TO : claim, giveUp)
  if (path) slot.move(path)
  slot.adopt(adopt)
  const {owners, migrating, importing} = slot
  const disputed = facts.disputed && claim === undefined && path === undefined
  const held = [...slot.values].filter(([, entries]) => entries.size > 0)
  const keys = new Map(held.map(([id, entries]) => [id, entries.size]))
  return {
    facts: {...facts, owners, keys, migrating, importing, named: owners[0], disputed},
    values: new Map(held),
  }
}

/** The node that the layout is assumed to choose. */
const SPREAD_TO = 'u'.repeat(40) as NodeId

class SlotModel {
  owners: NodeId[]
  readonly values: Map<NodeId, Set<string>>
  readonly migrating: Map<NodeId, NodeId>
  readonly importing: Map<NodeId, NodeId>

  constructor({owners, migrating, importing}: SlotFacts, values: Scene['values']) {
    this.owners = [...owners]
    this.values = new Map([...values].map(([id, held]) => [id, new Set(held)]))
    this.migrating = new Map(migrating)
    this.importing = new Map(importing)
  }

  clear(id: NodeId): void {
    this.migrating.delete(id)
    this.importing.delete(id)
  }

  claim(id: NodeId, others: readonly NodeId[]): void {
    const unable = others.filter((other) => !this.send(other, id))
    this.owners = [id, ...unable]
    this.importing.delete(id)
    // SETSLOT NODE keeps the mark `migrating` if there are keys.
    if (!this.values.get(id)?.size) this.migrating.delete(id)
  }

  /** A move ends when all keys have moved. Keys with different values on two nodes stay, and so does the slot. */
  move([from, to]: NonNullable<Remedy['path']>): void {
    if (this.owners.join() !== from) throw new Error('a path starts at the owner')
    this.clear(from)
    this.clear(to)
    if (this.send(from, to)) this.owners = [to]
    else {
      this.migrating.set(from, to)
      this.importing.set(to, from)
    }
  }

  adopt(holders: readonly NodeId[]): void {
    const [owner] = this.owners
    for (const id of holders) if (owner && id !== owner && this.send(id, owner)) this.clear(id)
  }

  /** Returns whether no keys are left. */
  private send(from: NodeId, to: NodeId): boolean {
    const sent = this.values.get(from) ?? new Set()
    const held = this.values.get(to) ?? new Set()
    const names = new Map([...held].map((entry) => [entry.split('=')[0], entry]))
    for (const entry of sent) {
      const other = names.get(entry.split('=')[0])
      if (other !== undefined && other !== entry) continue
      held.add(entry)
      sent.delete(entry)
    }
    this.values.set(to, held)
    return sent.size === 0
  }
}
