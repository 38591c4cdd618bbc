import type {Address} from '../../domain/address.js'
import {parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import {slotsOf} from '../../domain/slot.js'
import {type ClusterSnapshot, reachableNodes, reachablePrimaries} from '../../domain/snapshot.js'
import type {KeyClient, SizedKey} from '../../redis/key-client.js'
import {parseInfo} from '../../redis/info.js'
import {keySlot} from '../../redis/key-slot.js'
import type {Session} from '../../redis/session.js'
import {takeSnapshot} from '../../redis/snapshot.js'

/** Who owns which slot of the cluster that takes the keys, and a connection to each. */
export class Owners {
  private readonly session: Session
  private readonly limitMs: number
  private snapshot: ClusterSnapshot
  private bySlot: (NodeId | undefined)[]
  private readonly clients = new Map<NodeId, Promise<KeyClient>>()
  private refreshing: Promise<void> | undefined

  /** `limitMs`: how long an owner may take to answer. */
  constructor(session: Session, snapshot: ClusterSnapshot, limitMs: number) {
    this.session = session
    this.limitMs = limitMs
    this.snapshot = snapshot
    this.bySlot = ownersIn(snapshot)
  }

  /** Undefined while nobody owns its slot. */
  ownerOf(key: Buffer): NodeId | undefined {
    return this.bySlot[keySlot(key)]
  }

  /** As whom other servers log in to them. */
  get login(): {readonly user: string | undefined; readonly password: string | undefined} {
    return this.session.options
  }

  /** Keys by their owner; undefined stands for nobody. */
  group(keys: readonly SizedKey[]): Map<NodeId | undefined, SizedKey[]> {
    const groups = new Map<NodeId | undefined, SizedKey[]>()
    for (const sized of keys) {
      const owner = this.ownerOf(sized.key)
      const group = groups.get(owner)
      if (group) group.push(sized)
      else groups.set(owner, [sized])
    }
    return groups
  }

  nameOf(id: NodeId): string {
    return this.snapshot.nodes.find((node) => node.id === id)?.address ?? id
  }

  get count(): number {
    return reachablePrimaries(this.snapshot).length
  }

  get ids(): NodeId[] {
    return reachablePrimaries(this.snapshot).map(({id}) => id)
  }

  /** Uses the connection to an owner, a new one when it was lost. Rejects with the failure. */
  async use<T>(id: NodeId, work: (client: KeyClient) => Promise<T>): Promise<T> {
    const known = await this.clients.get(id)?.catch(() => undefined)
    if (known?.isOpen()) return work(known)
    const opening = this.session.keyClient(id, this.limitMs)
    this.clients.set(id, opening)
    return work(await opening)
  }

  /** Of these databases those that all owners have. */
  async databasesAmong(numbers: readonly number[]): Promise<number[]> {
    const known = await Promise.all(
      numbers.map(async (db) => {
        const all = await Promise.all(this.ids.map((id) => this.use(id, (client) => client.hasDatabase(db))))
        return all.every(Boolean) ? [db] : []
      }),
    )
    return known.flat()
  }

  /** Keys of all owners, all databases together. */
  async size(): Promise<number> {
    const infos = await Promise.all(this.ids.map((id) => this.use(id, (client) => client.info())))
    return infos.reduce((sum, text) => sum + parseInfo(text).keys.reduce((all, {keys}) => all + keys, 0), 0)
  }

  /** Where other servers reach an owner, for both kinds of port: as it tells the other nodes. */
  async place(
    id: NodeId,
  ): Promise<{readonly host: string; readonly port: number; readonly tls: number | undefined}> {
    const client = this.session.node(id)
    const node = this.snapshot.nodes.find((one) => one.id === id)
    const own = node?.view.find((line) => line.myself)
    // Seen from itself a lone node has no address; the seed is named as the user typed it, which others may not resolve.
    const host = own && own.host !== '' ? own.host : client.remoteHost
    const {plain, tls} = await client.ports()
    return {host, port: plain ?? own?.port ?? client.address.port, tls}
  }

  /** Reads the cluster again, from whoever answers. Rejects when nobody does. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readAgain().finally(() => (this.refreshing = undefined))
    return this.refreshing
  }

  private async readAgain(): Promise<void> {
    const places: Address[] = reachableNodes(this.snapshot).map(({address}) => parseAddress(address))
    for (const place of places) {
      const snapshot = await takeSnapshot(this.session, place).catch(() => undefined)
      if (!snapshot) continue
      this.snapshot = snapshot
      this.bySlot = ownersIn(snapshot)
      return
    }
    throw new ClusterToolError('UNREACHABLE', 'No node of the cluster answers any more.')
  }
}

function ownersIn(snapshot: ClusterSnapshot): (NodeId | undefined)[] {
  const owners: (NodeId | undefined)[] = []
  // A former owner that has not heard of the new one yet has the lower epoch.
  for (const {id, slots} of reachablePrimaries(snapshot).toSorted((a, b) => a.configEpoch - b.configEpoch)) {
    for (const slot of slotsOf(slots)) owners[slot] = id
  }
  return owners
}
