import {formatAddress} from '../../../domain/address.js'
import {ClusterToolError} from '../../../domain/errors.js'
import type {NodeId, NodeInfo} from '../../../domain/node.js'
import {hidesForeignKeys, isAtLeast} from '../../../domain/version.js'
import type {Session} from '../../../redis/session.js'
import type {SlotClient} from '../../../redis/slot-client.js'
import type {Refused, SlotChange} from '../../../redis/slot-change.js'
import {retrying, withNode} from '../retrying.js'

/** The properties of a server that matter when many of its slots change. */
export type Traits = {
  /** Number of connections for SETSLOTs: many if each SETSLOT waits for a replica (Valkey 8.0 and later). */
  readonly lanes: number
  /** Whether many SETSLOTs may be sent as one script; not on Valkey, where a script cannot wait. */
  readonly scripts: boolean
  /** Whether it shows keys of a slot that it does not own only while the slot is open there (Redis 8.4 and later). */
  readonly hides: boolean
}

export const PLAIN_SERVER: Traits = {lanes: 1, scripts: false, hides: false}

export type EndpointOptions = {
  readonly id: NodeId
  /** Milliseconds for each reply. */
  readonly limitMs: number
  readonly traits: Traits
  /**
   * What to do if the server has restarted since the first connection, because it may have lost keys: `note` it in
   * `wasRestarted`, or `refuse` to continue until `acceptRestart`.
   */
  readonly onRestart?: 'note' | 'refuse'
}

/** One end of a move: its connections, which are opened again when they are lost, a limited number of times. */
export class Endpoint {
  readonly id: NodeId
  readonly traits: Traits
  private readonly session: Session
  private readonly limitMs: number
  private readonly lanes: (Promise<SlotClient> | undefined)[]
  private readonly onRestart: EndpointOptions['onRestart']
  private runId: string | undefined
  private restarted = false
  private accepted = false

  constructor(session: Session, {id, limitMs, traits, onRestart}: EndpointOptions) {
    this.session = session
    this.id = id
    this.onRestart = onRestart
    this.limitMs = limitMs
    this.traits = traits
    this.lanes = Array.from({length: traits.lanes})
  }

  /** Whether the server has restarted since the first connection. */
  get wasRestarted(): boolean {
    return this.restarted
  }

  /** From now on the server is used as it is, for example to close slots. */
  acceptRestart(): void {
    this.accepted = true
  }

  get name(): string {
    return formatAddress(this.session.node(this.id).address)
  }

  /** Runs `use` on a connection, and again on a new one if that is lost. Throws UNREACHABLE when it gives up. */
  with<T>(use: (client: SlotClient) => Promise<T>, lane = 0): Promise<T> {
    let used: Promise<SlotClient> | undefined
    return retrying(this.name, async (attempt) => {
      // After a timeout, the old connection may still deliver the reply to the old command. Other callers may already
      // have replaced it.
      if (attempt > 0 && this.lanes[lane] === used) this.drop(lane)
      const client = await this.open(lane)
      used = this.lanes[lane]
      return use(client)
    })
  }

  /**
   * SETSLOT for many slots. Valkey 8 and later reply only after a replica has received it too, and block the
   * connection until then, so more connections make it faster. `last`: the node may lose its last slot by it.
   */
  async setSlots(changes: readonly SlotChange[], last = false): Promise<Refused[]> {
    const share = Math.max(MIN_SHARE, Math.ceil(changes.length / this.lanes.length))
    const shares = Array.from({length: Math.ceil(changes.length / share)}, (_, lane) =>
      changes.slice(lane * share, (lane + 1) * share),
    )
    const byScript =
      this.traits.scripts && !last ? {takes: this.traits.hides ? undefined : this.id} : undefined
    const refused = await Promise.all(
      shares.map((part, lane) => this.with((client) => client.setSlots(part, byScript), lane)),
    )
    return refused.flat()
  }

  private async open(lane: number): Promise<SlotClient> {
    const known = await (this.lanes[lane] ??= this.connect(lane))
    const client = known.isOpen() ? known : await (this.lanes[lane] = this.connect(lane))
    if (this.restarted && this.onRestart === 'refuse' && !this.accepted) throw this.restartError()
    return client
  }

  /** Also closes it: the last command may still be answered, and nobody waits for that any more. */
  private drop(lane: number): void {
    void this.lanes[lane]?.then(
      (client) => client.close(),
      () => undefined,
    )
    this.lanes[lane] = undefined
  }

  private connect(lane: number): Promise<SlotClient> {
    const opening = this.session.slotClient(this.id, this.limitMs).then(async (client) => {
      if (this.onRestart) await this.compareRuns(client)
      return client
    })
    // A failed attempt is not kept, because the node may be up at the next attempt.
    opening.catch(() => {
      if (this.lanes[lane] === opening) this.lanes[lane] = undefined
    })
    return opening
  }

  private async compareRuns(client: SlotClient): Promise<void> {
    const runId = await client.runId()
    this.runId ??= runId
    if (runId !== undefined && runId !== this.runId) this.restarted = true
  }

  private restartError(): ClusterToolError {
    return new ClusterToolError(
      'INCOMPLETE',
      `${this.name} was restarted while slots were moved to it; without persistence, the keys that it received are lost`,
    )
  }
}

const MIN_SHARE = 2

/** From INFO; an unknown server has the fewest properties. */
export function traitsOf(info: NodeInfo | undefined): Traits {
  if (info?.software !== 'valkey') {
    return {lanes: 1, scripts: info !== undefined, hides: hidesForeignKeys(info)}
  }
  const waits = isAtLeast(info.version, 8) && info.replication.connectedReplicas > 0
  return {lanes: waits ? 32 : 1, scripts: false, hides: false}
}

/** Opens a node of which only slots are changed: reads what kind of server it is. */
export async function openEndpoint(session: Session, id: NodeId, limitMs: number): Promise<Endpoint> {
  const {info} = await withNode(session, id, (client) => client.read())
  return new Endpoint(session, {id, limitMs, traits: traitsOf(info)})
}
