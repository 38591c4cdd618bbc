import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../../domain/address.js'
import {ClusterToolError} from '../../../domain/errors.js'
import type {NodeId} from '../../../domain/node.js'
import type {Session} from '../../../redis/session.js'
import type {Refused, SlotChange, SlotClient} from '../../../redis/slot-client.js'

/** How often something that may pass is tried again, and the milliseconds before each time. */
export const RETRY_AFTER_MS = [50, 100, 200, 400, 800, 1600, 3200] as const

export type EndOptions = {
  readonly id: NodeId
  /** Milliseconds for each answer. */
  readonly limitMs: number
  /** Connections over which SETSLOTs are spread. */
  readonly lanes: number
}

/** One end of a move: its connections, which are made again when they are lost, a bounded number of times. */
export class End {
  readonly id: NodeId
  private readonly session: Session
  private readonly limitMs: number
  private readonly lanes: (Promise<SlotClient> | undefined)[]

  constructor(session: Session, {id, limitMs, lanes}: EndOptions) {
    this.session = session
    this.id = id
    this.limitMs = limitMs
    this.lanes = Array.from({length: lanes})
  }

  get name(): string {
    return formatAddress(this.session.node(this.id).address)
  }

  /** Runs `use` on a connection, and again on a new one when that is lost. Throws UNREACHABLE at the end of patience. */
  async with<T>(use: (client: SlotClient) => Promise<T>, lane = 0): Promise<T> {
    const patience = performance.now() + PATIENCE_MS
    for (let attempt = 0; ; attempt++) {
      try {
        return await use(await this.open(lane))
      } catch (error) {
        if (isReply(error)) throw error
        this.lanes[lane] = undefined
        const wait = RETRY_AFTER_MS[attempt]
        if (wait === undefined || performance.now() > patience) throw unreachable(this.name, error)
        await sleep(wait)
      }
    }
  }

  /**
   * SETSLOT for many slots. Valkey 8 and later answer each only when a replica has it too and hold the connection
   * meanwhile, so that more connections make it faster.
   */
  async setSlots(changes: readonly SlotChange[]): Promise<Refused[]> {
    const share = Math.max(MIN_SHARE, Math.ceil(changes.length / this.lanes.length))
    const shares = Array.from({length: Math.ceil(changes.length / share)}, (_, lane) =>
      changes.slice(lane * share, (lane + 1) * share),
    )
    const refused = await Promise.all(
      shares.map((part, lane) => this.with((client) => client.setSlots(part), lane)),
    )
    return refused.flat()
  }

  private async open(lane: number): Promise<SlotClient> {
    const client = await (this.lanes[lane] ??= this.session.slotClient(this.id, this.limitMs))
    if (client.isOpen()) return client
    this.lanes[lane] = this.session.slotClient(this.id, this.limitMs)
    return this.lanes[lane]
  }
}

const MIN_SHARE = 2

/** A node that does not answer at all has used this up after the first time. */
const PATIENCE_MS = 10_000

function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError'
}

function unreachable(name: string, cause: unknown): ClusterToolError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ClusterToolError('UNREACHABLE', `${name} does not answer any more: ${reason}`, {cause})
}
