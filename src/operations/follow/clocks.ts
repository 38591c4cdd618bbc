import {settleAll} from '../../domain/settle-all.js'
import type {NodeId} from '../../domain/node.js'
import type {Owners} from '../../execution/import/owners.js'
import {whenServerError} from '../../redis/errors.js'
import type {KeyClient} from '../../redis/key-client.js'
import type {Source} from '../../redis/source.js'
import {accept} from '../../redis/wire.js'

/** How far the clock of each owner is ahead of that of the source, in milliseconds. */
export class Clocks {
  private ahead: ReadonlyMap<NodeId, number> = new Map()
  private readonly source: Source
  private readonly owners: Owners

  constructor(source: Source, owners: Owners) {
    this.source = source
    this.owners = owners
  }

  /** Owners that do not answer are taken for as far as they were. */
  async measure(): Promise<void> {
    const {source, owners} = this
    const ofSource = await source.use('read', readClock)
    const measured = await settleAll(
      owners.ids.map(async (id) => {
        const ofOwner = await owners.use(id, readClock).catch(whenServerError(undefined))
        return ofOwner === undefined ? [] : [[id, ofOwner - ofSource] as const]
      }),
    )
    this.ahead = new Map([...this.ahead, ...measured.flat()])
  }

  /** 0 for one that was never measured. */
  aheadBy(id: NodeId): number {
    return Math.round(this.ahead.get(id) ?? 0)
  }

  /** The owner whose clock differs most. */
  get worst(): {readonly id: NodeId; readonly aheadMs: number} | undefined {
    const all = [...this.ahead].map(([id, aheadMs]) => ({id, aheadMs: Math.round(aheadMs)}))
    return all.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0]
  }
}

/** How far the clock of a server is ahead of that of this machine, in milliseconds: half of the way back is unknown. */
async function readClock(client: KeyClient): Promise<number> {
  const before = Date.now()
  const [reply] = await client.execute(0, [['TIME']])
  const after = Date.now()
  const [seconds, micros] = accept(reply) as [Buffer, Buffer]
  return Number(seconds) * 1000 + Number(micros) / 1000 - (before + after) / 2
}
