import {formatAddress} from '../../../domain/address.js'
import {ClusterToolError} from '../../../domain/errors.js'
import type {NodeId, NodeInfo} from '../../../domain/node.js'
import {hidesForeignKeys, isAtLeast} from '../../../domain/version.js'
import type {Session} from '../../../redis/session.js'
import type {SlotClient} from '../../../redis/slot-client.js'
import type {Refused, SlotChange} from '../../../redis/slot-change.js'
import {retrying, withNode} from '../retrying.js'

/** What matters of a server when it is told of many slots. */
export type Traits = {
  /** Connections over which SETSLOTs are spread: many where each waits for a replica (Valkey 8.0 and later). */
  readonly lanes: number
  /** Whether many SETSLOTs may be sent as one script; not on Valkey, where a script cannot wait. */
  readonly scripts: boolean
  /** Whether it shows keys of a slot that is not its own only while the slot is open there (Redis 8.4 and later). */
  readonly hides: boolean
}

export const PLAIN_SERVER: Traits = {lanes: 1, scripts: false, hides: false}

export type EndOptions = {
  readonly id: NodeId
  /** Milliseconds for each answer. */
  readonly limitMs: number
  readonly traits: Traits
  /**
   * What to do when the server was started again since it was connected to first, as it may have lost keys: `note` it for
   * `wasRestarted`, or `refuse` to go on until `acceptRestart`.
   */
  readonly onRestart?: 'note' | 'refuse'
}

/** One end of a move: its connections, which are made again when they are lost, a bounded number of times. */
export class End {
  readonly id: NodeId
  readonly traits: Traits
  private readonly session: Session
  private readonly limitMs: number
  private readonly lanes: (Promise<SlotClient> | undefined)[]
  private readonly onRestart: EndOptions['onRestart']
  private runId: string | undefined
  private restarted = false
  private accepted = false

  constructor(session: Session, {id, limitMs, traits, onRestart}: EndOptions) {
    this.session = session
    this.id = id
    this.onRestart = onRestart
    this.limitMs = limitMs
    this.traits = traits
    this.lanes = Array.from({length: traits.lanes})
  }

  /** Whether the server was started again since it was connected to first. */
  get wasRestarted(): boolean {
    return this.restarted
  }

  /** From now on the server is used as it is now, such as for closing what is open. */
  acceptRestart(): void {
    this.accepted = true
  }

  get name(): string {
    return formatAddress(this.session.node(this.id).address)
  }

  /** Runs `use` on a connection, and again on a new one when that is lost. Throws UNREACHABLE at the end of patience. */
  with<T>(use: (client: SlotClient) => Promise<T>, lane = 0): Promise<T> {
    let used: Promise<SlotClient> | undefined
    return retrying(this.name, async (attempt) => {
      // One that did not answer in time may do so for what was asked before. Others may have replaced it by now.
      if (attempt > 0 && this.lanes[lane] === used) this.drop(lane)
      const client = await this.open(lane)
      used = this.lanes[lane]
      return use(client)
    })
  }

  /**
   * SETSLOT for many slots. Valkey 8 and later answer each only when a replica has it too and hold the connection
   * meanwhile, so that more connections make it faster. `last`: the node may lose its last slot by it.
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

  /** Closes it, too: what it was asked for last may still be answered, and nobody waits for that any more. */
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
    // A failed attempt is not kept: the next one may find the node up again.
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
      `${this.name} was started again while slots were moved to it; without persistence the keys that had been sent are lost`,
    )
  }
}

const MIN_SHARE = 2

/** By its INFO; what is not known is taken to be the least. */
export function traitsOf(info: NodeInfo | undefined): Traits {
  if (info?.software !== 'valkey') {
    return {lanes: 1, scripts: info !== undefined, hides: hidesForeignKeys(info)}
  }
  const waits = isAtLeast(info.version, 8) && info.replication.connectedReplicas > 0
  return {lanes: waits ? 32 : 1, scripts: false, hides: false}
}

/** A node of which only slots are changed: reads what server it is. */
export async function openEnd(session: Session, id: NodeId, limitMs: number): Promise<End> {
  const {info} = await withNode(session, id, (client) => client.read())
  return new End(session, {id, limitMs, traits: traitsOf(info)})
}
