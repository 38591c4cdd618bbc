import {isServerError} from '../../../redis/errors.js'
import {holdKey} from '../../../redis/pieces/hold-key.js'
import {type LeftCopy, LeftCopies} from '../../../redis/pieces/left-copies.js'
import {TargetCopy} from '../../../redis/pieces/target-copy.js'
import type {Wire} from '../../../redis/wire.js'
import {databasesOf, type Job} from '../by-keys/job.js'
import {trustIn} from '../by-keys/send-batch.js'
import {OwnWires} from './own-wires.js'

type CopyWires = {readonly source: Wire; readonly target: Wire}

/**
 * Deletes what an interrupted move has left on the target of those of these slots that were open before; they are open
 * now, too, because a node shows and deletes such keys only then. These are copies that are not complete,
 * and complete ones of keys that the source still has, if it is certain that clients have used the source's all the
 * time. Otherwise the two are compared later, like all copies. What cannot be deleted expires by itself.
 */
export async function clearCopies(job: Job, window: readonly number[]): Promise<void> {
  const slots = window.filter((slot) => job.openBefore.has(slot))
  if (slots.length === 0 || !job.inPieces.isPossible) return
  const {session} = job.execution
  const {commandTimeoutMs} = session.options
  const wires = new OwnWires(session)
  try {
    const source = await wires.open(job.source.id, commandTimeoutMs)
    const target = await wires.open(job.target.id, commandTimeoutMs)
    await clearSlots(job, {source, target}, slots)
  } catch (error) {
    if (!isServerError(error)) throw error
  } finally {
    wires.close()
  }
}

async function clearSlots(job: Job, ends: CopyWires, slots: readonly number[]): Promise<void> {
  const left = new LeftCopies(ends.target)
  let trust: ((slot: number) => string) | undefined
  for (const db of await databasesOf({...job, keys: job.target})) {
    for (const slot of slots) {
      const found = await left.find(db, slot)
      if (found.length === 0) continue
      trust ??= await trustIn(job)
      if (trust(slot) !== 'unknown') for (const copy of found) await clearKey(ends, db, copy)
      await left.remove(
        db,
        found.map(({name}) => name),
      )
    }
  }
}

/** Without a note, the key itself is not on the target. */
async function clearKey({source, target}: CopyWires, db: number, {name, key}: LeftCopy): Promise<void> {
  if (!key) return
  const copy = await TargetCopy.open(target, db, name)
  await copy.clear(key, async () => (await holdKey(source, db, key)) === true)
}
