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
import {parseInfo} from '../../redis/info.js'
import {keySlot} from '../../redis/key-slot.js'
import type {Session} from '../../redis/session.js'
import {takeSnapshot} from '../../redis/snapshot.js'
import {Brought, ownersIn} from './brought.js'

export type KeyCounts = {readonly keys: number; readonly expired: number; readonly evicted: number}

type Place = {readonly host: string; readonly port: number; readonly tls: number | undefined}

/** Who owns which slot of the cluster that takes the keys, and a connection to each. */
export class Owners {
  private readonly session: Session
  private readonly limitMs: number
  private snapshot: ClusterSnapshot
  private bySlot: (NodeId | undefined)[]
  private readonly clients = new Map<NodeId, Promise<KeyClient>>()
  private readonly places = new Map<NodeId, Promise<Place>>()
  private refreshing: Promise<void> | undefined
  readonly brought = new Brought()

  /** `limitMs`: how long an owner may take to answer. */
  constructor(session: Session, snapshot: ClusterSnapshot, limitMs: number) {
    this.session = session
    this.limitMs = limitMs
    this.snapshot = snapshot
    this.bySlot = ownersIn(snapshot)
    this.brought.seeOwners(snapshot)
  }

  /** Undefined while nobody owns its slot. */
  ownerOf(key: Buffer): NodeId | undefined {
    return this.bySlot[keySlot(key)]
  }

  /** As whom other servers log in to an owner; undefined when it wants no password. */
  loginOf(id: NodeId): Login | undefined {
    return this.session.node(id).login
  }

  /** Keys by their owner; undefined stands for nobody. */
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

  get count(): number {
    return reachablePrimaries(this.snapshot).length
  }

  /** Owners that were started again, or replaced by others, after they had taken keys; in sentences. */
  get failures(): readonly string[] {
    return this.brought.failures
  }

  get ids(): NodeId[] {
    return reachablePrimaries(this.snapshot).map(({id}) => id)
  }

  /** Uses the connection to an owner, a new one when it was lost. Rejects with the failure. */
  async use<T>(id: NodeId, work: (client: KeyClient) => Promise<T>): Promise<T> {
    const known = this.clients.get(id)
    const client = await known?.catch(whenServerError(undefined))
    if (client?.isOpen()) return work(client)
    // Whoever comes first opens the next one.
    if (this.clients.get(id) === known) this.clients.set(id, this.open(id))
    return work(await (this.clients.get(id) ?? this.open(id)))
  }

  /** A failed attempt is not kept: the next one may find the owner up again. */
  private open(id: NodeId): Promise<KeyClient> {
    const opening = this.connect(id)
    opening.catch(() => this.clients.get(id) === opening && this.clients.delete(id))
    return opening
  }

  private async connect(id: NodeId): Promise<KeyClient> {
    const client = await this.session.keyClient(id, this.limitMs)
    try {
      const [, runId] = /^run_id:(\w+)/m.exec(await client.info()) ?? []
      this.brought.seeRun(id, this.nameOf(id), runId)
      return client
    } catch (error) {
      client.close()
      throw error
    }
  }

  /** Of these databases those that all owners have. */
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
   * Keys of all owners, all databases together, and how many were deleted by time and for want of memory since they run.
   * Rejects with what a connection failed with, and throws UNREACHABLE when slots have no owner that answers.
   */
  async counts(): Promise<KeyCounts> {
    const nobodys = uncoveredRanges(this.snapshot)
    if (nobodys.length > 0) {
      throw new ClusterToolError('UNREACHABLE', `slots ${formatRanges(nobodys)} have no owner that answers`)
    }
    const infos = await settleAll(this.ids.map((id) => this.use(id, (client) => client.info())))
    const sum = (read: (text: string) => number) => infos.reduce((all, text) => all + read(text), 0)
    return {
      keys: sum((text) => parseInfo(text).keys.reduce((all, {keys}) => all + keys, 0)),
      expired: sum((text) => counter(text, 'expired_keys')),
      evicted: sum((text) => counter(text, 'evicted_keys')),
    }
  }

  /** Where other servers reach an owner, for both kinds of port: as it tells the other nodes. */
  place(id: NodeId): Promise<Place> {
    const known = this.places.get(id)
    if (known) return known
    const asked = this.askPlace(id)
    this.places.set(id, asked)
    asked.catch(() => this.places.delete(id))
    return asked
  }

  private async askPlace(id: NodeId): Promise<Place> {
    const client = this.session.node(id)
    const node = this.snapshot.nodes.find((one) => one.id === id)
    const own = node?.view.find((line) => line.myself)
    // Seen from itself a lone node has no address; the seed is named as the user typed it, which others may not resolve.
    const host = own && own.host !== '' ? own.host : client.remoteHost
    const {plain, tls} = await client.ports()
    return {host, port: plain ?? own?.port ?? client.address.port, tls}
  }

  /** Finds out who has failed, also where nothing was sent lately. Returns why not all answer; undefined when they do. */
  async look(): Promise<string | undefined> {
    await this.refreshIfPossible()
    const counts = await this.counts().catch(asReason)
    return counts instanceof Error ? counts.message : undefined
  }

  /** Reads the cluster again, from whoever answers. Rejects when nobody does. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readAgain().finally(() => (this.refreshing = undefined))
    return this.refreshing
  }

  /** The same; where nobody answers what was known before stands. */
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
    throw new ClusterToolError('UNREACHABLE', 'No node of the cluster answers any more.')
  }
}

/** For `catch`: why the counts of the owners cannot be read. Throws what is no reason for that. */
export function asReason(error: unknown): Error {
  if (isServerError(error) || (error instanceof ClusterToolError && error.code === 'UNREACHABLE'))
    return error
  throw error
}

function whenUnreadable(error: unknown): undefined {
  if (!(error instanceof ClusterToolError)) throw error
}

function counter(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
}
