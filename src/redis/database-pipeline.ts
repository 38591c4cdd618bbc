import {accept, type Command, type WireReply, type Wire} from './wire.js'

/**
 * One connection with the database that is selected there. Commands are sent in one go, and error replies told for the
 * command that they answer; all else rejects, a connection that fails with ConnectionLost.
 */
export class DatabasePipeline {
  private readonly wire: Wire
  private readonly onSend: (commands: readonly Command[]) => void
  /** Undefined while it is not known. */
  private selected: number | undefined = 0
  /** Switches to other databases that were asked for and have not come to their end. */
  private switches = 0
  private lastSwitch: Promise<unknown> = Promise.resolve()

  /** `onSend`: called with what is sent. */
  constructor(wire: Wire, onSend: (commands: readonly Command[]) => void = () => undefined) {
    this.wire = wire
    this.onSend = onSend
  }

  /** Sends commands to which it does not matter what database is selected. */
  async send(commands: readonly Command[]): Promise<WireReply[]> {
    if (commands.length === 0) return []
    this.onSend(commands)
    return this.wire.callAllBytes(commands)
  }

  /** The same in a database; rejects with the error reply when that cannot be selected, and then sends nothing. */
  async sendIn(db: number, commands: readonly Command[]): Promise<WireReply[]> {
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
