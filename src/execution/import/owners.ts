import type {Address} from '../../domain/address.js'
import {parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import {settleAll} from '../../domain/settle-all.js'
import {formatRanges} from '../../domain/slot.js'
import {
  type ClusterSnapshot,
  reachableNodes,
  reachablePrimaries,
  uncoveredRanges,
} from '../../domain/snapshot.js'
import {isServerError, whenServerError} from '../../redis/errors.js'
import type {KeyClient} from '../../redis/key-client.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {Login} from '../../redis/connection.js'
import {type KeyCounts, keyCountsIn, runIdIn} from '../../redis/info.js'
import {keySlot} from '../../redis/key-slot.js'
import type {Session} from '../../redis/session.js'
import {takeSnapshot} from '../../redis/snapshot.js'
import {Brought, ownersIn} from './brought.js'

type OwnerAddress = {readonly host: string; readonly port: number; readonly tls: number | undefined}

/** Knows which node of the target cluster owns which slot, and has a connection to each. */
export class Owners {
  private readonly session: Session
  private readonly limitMs: number
  private snapshot: ClusterSnapshot
  private bySlot: (NodeId | undefined)[]
  private readonly clients = new Map<NodeId, Promise<KeyClient>>()
  private readonly places = new Map<NodeId, Promise<OwnerAddress>>()
  private refreshing: Promise<void> | undefined
  readonly brought = new Brought()
  private readonly isAlone: boolean
  /** The ids that owners have given to their last connections. */
  private readonly connections = new Map<NodeId, number>()

  /**
   * `limitMs`: how long an owner may take to answer. `isAlone`: after a connection is lost, nothing that was sent on it may
   * be executed any more when the next one is used.
   */
  constructor(session: Session, snapshot: ClusterSnapshot, limitMs: number, isAlone = false) {
    this.session = session
    this.isAlone = isAlone
    this.limitMs = limitMs
    this.snapshot = snapshot
    this.bySlot = ownersIn(snapshot)
    this.brought.seeOwners(snapshot)
  }

  /** Undefined while nobody owns its slot. */
  ownerOf(key: Buffer): NodeId | undefined {
    return this.ownerAt(keySlot(key))
  }

  /** Undefined while nobody owns the slot. */
  ownerAt(slot: number): NodeId | undefined {
    return this.bySlot[slot]
  }

  /** How other servers log in to an owner; undefined if it requires no password. */
  loginOf(id: NodeId): Login | undefined {
    return this.session.node(id).login
  }

  /** Groups keys by owner; undefined stands for slots without an owner. */
  group<T extends Pick<SizedKey, 'key'>>(keys: readonly T[]): Map<NodeId | undefined, T[]> {
    const groups = new Map<NodeId | undefined, T[]>()
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

  /** The node at this address, as nodes name it in redirections; undefined if there is none. */
  idAt(address: string): NodeId | undefined {
    return this.snapshot.nodes.find((node) => node.address === address)?.id
  }

  /** How many replicas an owner has, also such as are out of reach. */
  replicasOf(id: NodeId): number {
    return this.snapshot.nodes.filter((node) => node.role === 'replica' && node.primaryId === id).length
  }

  /** Whether an owner that answers is known for each slot. */
  get haveAllSlots(): boolean {
    return uncoveredRanges(this.snapshot).length === 0
  }

  get count(): number {
    return reachablePrimaries(this.snapshot).length
  }

  /** Owners that restarted, or were replaced by others, after they had received keys; as sentences. */
  get failures(): readonly string[] {
    return this.brought.failures
  }

  get ids(): NodeId[] {
    return reachablePrimaries(this.snapshot).map(({id}) => id)
  }

  /** Uses the connection to an owner, or a new one if it was lost. Rejects with the error. */
  async use<T>(id: NodeId, work: (client: KeyClient) => Promise<T>): Promise<T> {
    const known = this.clients.get(id)
    const client = await known?.catch(whenServerError(undefined))
    if (client?.isOpen()) return work(client)
    // The first caller opens the next connection.
    if (this.clients.get(id) === known) this.clients.set(id, this.open(id))
    return work(await (this.clients.get(id) ?? this.open(id)))
  }

  /** A failed attempt is not kept, because the owner may be back at the next attempt. */
  private open(id: NodeId): Promise<KeyClient> {
    const opening = this.connect(id)
    opening.catch(() => this.clients.get(id) === opening && this.clients.delete(id))
    return opening
  }

  private async connect(id: NodeId): Promise<KeyClient> {
    const client = await this.session.keyClient(id, this.limitMs)
    try {
      if (this.isAlone) await this.endOthers(id, client)
      this.brought.seeRun(id, this.nameOf(id), runIdIn(await client.info()))
      return client
    } catch (error) {
      client.close()
      throw error
    }
  }

  /**
   * A server that hung executes what has arrived meanwhile, also on connections that were closed. CLIENT ID: Redis 5.0.
   */
  private async endOthers(id: NodeId, client: KeyClient): Promise<void> {
    const before = this.connections.get(id)
    const kill = before === undefined ? [] : [['CLIENT', 'KILL', 'ID', before] as const]
    const replies = await client.execute(0, [['CLIENT', 'ID'], ...kill])
    const [own] = replies
    if (own && !own.error) this.connections.set(id, Number(own.value))
  }

  /** Those of the databases that all owners have. */
  async databasesAmong(numbers: readonly number[]): Promise<number[]> {
    const known = await settleAll(
      numbers.map(async (db) => {
        const all = await settleAll(this.ids.map((id) => this.use(id, (client) => client.hasDatabase(db))))
        return all.every(Boolean) ? [db] : []
      }),
    )
    return known.flat()
  }

  /**
   * Number of keys of all owners, in all databases, and how many expired or were evicted since the owners started.
   * Rejects with the error of a connection, and throws UNREACHABLE if slots have no owner that answers.
   */
  async counts(): Promise<KeyCounts> {
    const nobodys = uncoveredRanges(this.snapshot)
    if (nobodys.length > 0) {
      throw new ClusterToolError('UNREACHABLE', `slots ${formatRanges(nobodys)} have no reachable owner`)
    }
    const infos = await settleAll(this.ids.map((id) => this.use(id, (client) => client.info())))
    const counts = infos.map(keyCountsIn)
    const sum = (name: keyof KeyCounts) => counts.reduce((all, one) => all + one[name], 0)
    return {keys: sum('keys'), expired: sum('expired'), evicted: sum('evicted')}
  }

  /** The address at which other servers reach an owner, for both kinds of port, as it announces it. */
  place(id: NodeId): Promise<OwnerAddress> {
    const known = this.places.get(id)
    if (known) return known
    const asked = this.askPlace(id)
    this.places.set(id, asked)
    asked.catch(() => this.places.delete(id))
    return asked
  }

  private async askPlace(id: NodeId): Promise<OwnerAddress> {
    const client = this.session.node(id)
    const node = this.snapshot.nodes.find((one) => one.id === id)
    const own = node?.view.find((line) => line.myself)
    // A node alone does not know its own address. The seed is named as the user typed it, which others may not be
    // able to resolve.
    const host = own && own.host !== '' ? own.host : client.remoteHost
    const {plain, tls} = await client.ports()
    return {host, port: plain ?? own?.port ?? client.address.port, tls}
  }

  /**
   * Finds out which owners have failed, also those to which nothing was sent recently. Returns why not all answer;
   * undefined if they do.
   */
  async look(): Promise<string | undefined> {
    await this.refreshIfPossible()
    const counts = await this.counts().catch(asReason)
    return counts instanceof Error ? counts.message : undefined
  }

  /** Reads the cluster again, from any node that answers. Rejects if none does. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readAgain().finally(() => (this.refreshing = undefined))
    return this.refreshing
  }

  /** Reads the cluster again; keeps what was known if no node answers. */
  async refreshIfPossible(): Promise<void> {
    await this.refresh().catch(whenUnreadable)
  }

  private async readAgain(): Promise<void> {
    const places: Address[] = reachableNodes(this.snapshot).map(({address}) => parseAddress(address))
    for (const place of places) {
      const snapshot = await takeSnapshot(this.session, place).catch(whenUnreadable)
      if (!snapshot) continue
      this.snapshot = snapshot
      this.brought.seeOwners(snapshot)
      this.places.clear()
      this.bySlot = ownersIn(snapshot)
      return
    }
    throw new ClusterToolError('UNREACHABLE', 'No node of the cluster answers.')
  }
}

/** For `catch`: why the counts of the owners cannot be read. Throws all other errors. */
export function asReason(error: unknown): Error {
  if (isServerError(error) || (error instanceof ClusterToolError && error.code === 'UNREACHABLE'))
    return error
  throw error
}

function whenUnreadable(error: unknown): undefined {
  if (!(error instanceof ClusterToolError)) throw error
}
