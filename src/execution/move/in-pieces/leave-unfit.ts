import {SourceKey} from '../../../redis/pieces/source-key.js'
import {pieceTypeOf} from '../../../redis/pieces/value-types.js'
import type {BigKey} from '../by-keys/big-keys.js'
import type {Job} from '../by-keys/job.js'
import {CopyEnded} from './copy-end.js'
import {OwnWires} from './own-wires.js'
import {orEnd} from './server-said.js'

/**
 * Finds out which keys cannot be moved in pieces before their slot is opened: because of their type, or because a node
 * does not allow the commands. Changes nothing.
 */
export async function leaveUnfit(job: Job, keys: readonly BigKey[]): Promise<void> {
  for (const big of keys) {
    if (!job.inPieces.fits(big)) continue
    if (!(await isFit(job, big))) job.inPieces.leaveWhole(big)
  }
}

async function isFit({source, target, execution: {session}}: Job, big: BigKey): Promise<boolean> {
  const {commandTimeoutMs} = session.options
  const wires = new OwnWires(session)
  try {
    const from = await orEnd(source.name, wires.open(source.id, commandTimeoutMs))
    const to = await orEnd(target.name, wires.open(target.id, commandTimeoutMs))
    const watched = await orEnd(source.name, SourceKey.watch(from, big.db, big.key))
    await orEnd(target.name, to.call('EVAL', 'return 1', 0))
    const facts = await orEnd(source.name, watched.facts())
    return facts === undefined || pieceTypeOf(facts.type) !== undefined
  } catch (error) {
    // A node that does not answer now may do so later.
    if (error instanceof CopyEnded) return error.end.kind !== 'unfit'
    throw error
  } finally {
    wires.close()
  }
}
