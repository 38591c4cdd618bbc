import type {Redis} from 'ioredis'
import {disconnect} from './connection.js'
import {toLoss} from './connection-lost.js'
import type {Limits} from './failure.js'

/** The words of a command. */
export type Command = readonly [string, ...(string | number | Buffer)[]]

/** What a server answered: bytes, numbers and lists of them, or an error reply. */
export type Reply = {readonly error: Error | undefined; readonly value: unknown}

/**
 * One connection with the database that is selected there. Commands are sent in one go, and error replies told for the
 * command that they answer; all else rejects, a connection that fails with ConnectionLost.
 */
export class DatabasePipeline {
  private readonly redis: Redis
  private readonly limits: Limits
  private readonly onSend: (commands: readonly Command[]) => void
  /** Undefined while it is not known. */
  private selected: number | undefined = 0
  /** Switches to other databases that were asked for and have not come to their end. */
  private switches = 0
  private lastSwitch: Promise<unknown> = Promise.resolve()

  /** `onSend`: called with what is sent. */
  constructor(
    redis: Redis,
    limits: Limits,
    onSend: (commands: readonly Command[]) => void = () => undefined,
  ) {
    this.redis = redis
    this.limits = limits
    this.onSend = onSend
  }

  /** Sends commands to which it does not matter what database is selected. */
  async send(commands: readonly Command[]): Promise<Reply[]> {
    if (commands.length === 0) return []
    this.onSend(commands)
    const pipeline = this.redis.pipeline()
    for (const [name, ...args] of commands) pipeline.callBuffer(name, ...args)
    const results = (await pipeline.exec()) ?? []
    return results.map(([error, value]) => {
      if (!error) return {error: undefined, value}
      if (error.name === 'ReplyError') return {error, value: undefined}
      throw toLoss(error, this.limits)
    })
  }

  /** The same in a database; rejects with the error reply when that cannot be selected, and then sends nothing. */
  async sendIn(db: number, commands: readonly Command[]): Promise<Reply[]> {
    if (this.switches === 0 && db === this.selected) return this.send(commands)
    this.switches++
    // What would follow a refused SELECT is done in another database, so its answer is waited for, and whoever calls
    // meanwhile waits too.
    const sending = this.lastSwitch.then(async () => {
      if (db !== this.selected) await this.select(db)
      // In a box: the next switch waits until this is sent, not until it is answered.
      return [this.send(commands)] as const
    })
    this.lastSwitch = sending.catch(() => undefined).finally(() => this.switches--)
    const [replies] = await sending
    return replies
  }

  isOpen(): boolean {
    return this.redis.status === 'ready'
  }

  close(): void {
    disconnect(this.redis)
  }

  private async select(db: number): Promise<void> {
    const before = this.selected
    this.selected = undefined
    const [reply] = await this.send([['SELECT', db]])
    this.selected = reply?.error ? before : db
    accept(reply)
  }
}

/** The value of a reply; throws an error reply. */
export function accept(reply: Reply | undefined): unknown {
  if (!reply || reply.error) throw reply?.error ?? new Error('no reply')
  return reply.value
}
