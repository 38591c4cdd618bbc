import {DatabasePipeline} from '../database-pipeline.js'
import {accept, type Command, type Wire, type WireReply} from '../wire.js'
import {isCopyName} from './copy-name.js'

/** What an interrupted move left on a target: an incomplete copy, or a note that `key` is a complete one. */
export type LeftCopy = {readonly name: Buffer; readonly key: Buffer | undefined}

/** Keys of a slot that are searched. A copy that is not found expires. */
const SEARCHED = 5000
/** The name of a key that is longer is not looked for. */
const MOST_NAME_BYTES = 65_536

/** What is left over on a node from copying big keys in pieces. Methods throw ReplyRefused at an error reply. */
export class LeftCopies {
  private readonly pipeline: DatabasePipeline

  constructor(wire: Wire) {
    this.pipeline = new DatabasePipeline(wire)
  }

  /** Searches a slot, which the node owns or imports. */
  async find(db: number, slot: number): Promise<LeftCopy[]> {
    const [keys] = await this.pipeline.sendIn(db, [['CLUSTER', 'GETKEYSINSLOT', slot, SEARCHED]])
    const names = (accept(keys) as Buffer[]).filter(isCopyName)
    const types = await this.ask(db, names, (name) => ['TYPE', name])
    const texts = names.filter((_, at) => String(accept(types[at])) === 'string')
    const starts = await this.ask(db, texts, (name) => ['GETRANGE', name, 0, MOST_NAME_BYTES])
    // A copy of a string has the same type as a note, and its value is not the name of a key of this slot.
    const said = starts.map((reply) => accept(reply) as Buffer)
    const found = await this.ask(db, said, (key) => ['EXISTS', key])
    const noted = new Map(texts.map((name, at) => [name, found[at]?.value === 1 ? said[at] : undefined]))
    return names.map((name) => ({name, key: noted.get(name)}))
  }

  /** Deletes keys, of which the node frees the memory in the background. */
  async remove(db: number, names: readonly Buffer[]): Promise<void> {
    for (const reply of await this.ask(db, names, (name) => ['UNLINK', name])) accept(reply)
  }

  private async ask(
    db: number,
    keys: readonly Buffer[],
    command: (key: Buffer) => Command,
  ): Promise<WireReply[]> {
    const asked = keys.flatMap((key): Command[] => [['ASKING'], command(key)])
    return (await this.pipeline.sendIn(db, asked)).filter((_, at) => at % 2 === 1)
  }
}
