import {accept, type Command, type WireReply, type Wire} from './wire.js'

/**
 * One connection, and the database that is selected on it. Commands are sent all at once. An error reply belongs to
 * the command that it answers; all other errors reject, and a failed connection rejects with ConnectionLost.
 */
export class DatabasePipeline {
  private readonly wire: Wire
  private readonly onSend: (commands: readonly Command[]) => void
  /** Undefined while it is unknown. */
  private selected: number | undefined = 0
  /** Number of switches to other databases that have been requested and have not ended. */
  private switches = 0
  private lastSwitch: Promise<unknown> = Promise.resolve()

  /** `onSend`: called with the commands that are sent. */
  constructor(wire: Wire, onSend: (commands: readonly Command[]) => void = () => undefined) {
    this.wire = wire
    this.onSend = onSend
  }

  /** Sends commands for which the selected database does not matter. */
  async send(commands: readonly Command[]): Promise<WireReply[]> {
    if (commands.length === 0) return []
    this.onSend(commands)
    return this.wire.callAllBytes(commands)
  }

  /**
   * Sends commands in a database. Rejects with the error reply if the database cannot be selected, and then sends
   * nothing.
   */
  async sendIn(db: number, commands: readonly Command[]): Promise<WireReply[]> {
    if (this.switches === 0 && db === this.selected) return this.send(commands)
    this.switches++
    // Commands after a refused SELECT would run in another database, so its answer is awaited, and other callers wait
    // too.
    const sending = this.lastSwitch.then(async () => {
      if (db !== this.selected) await this.select(db)
      // In an array, which await does not unwrap: the next switch waits until this is sent, not until it is answered.
      return [this.send(commands)] as const
    })
    this.lastSwitch = sending.catch(() => undefined).finally(() => this.switches--)
    const [replies] = await sending
    return replies
  }

  isOpen(): boolean {
    return this.wire.isOpen()
  }

  close(): void {
    this.wire.close()
  }

  private async select(db: number): Promise<void> {
    const before = this.selected
    this.selected = undefined
    const [reply] = await this.send([['SELECT', db]])
    this.selected = reply?.error ? before : db
    accept(reply)
  }
}
