import {checkEnds} from '../by-keys/check-ends.js'
import {type BigKey, describeBigKey} from '../by-keys/big-keys.js'
import type {Job} from '../by-keys/job.js'
import {holdKey} from '../../../redis/pieces/hold-key.js'
import type {HandOver, SourceKey} from '../../../redis/pieces/source-key.js'
import type {Completeness} from '../../../redis/pieces/target-copy.js'
import {CopyEnded, type CopyEnd} from './copy-end.js'
import type {Copying} from './copy-pieces.js'
import {orEnd} from './server-said.js'

/** A complete copy, and what it has to have. */
export type Complete = {
  readonly copying: Copying
  readonly wanted: Completeness
}

/**
 * Gives the complete copy the name of the key, and makes the source give the key away, unless somebody has changed it.
 * The target first: as long as the source has the key, it serves it, and no client is sent to the target. If the
 * source has another value, the target's copy is taken back. Never rejects for what a server or the network does,
 * except INCOMPLETE if an end has been replaced.
 */
export async function handOver(job: Job, big: BigKey, complete: Complete): Promise<CopyEnd> {
  const {source, copy, targetName} = complete.copying
  const since = performance.now()
  // A target that did not answer for a while may have been replaced, and is the last to hear of it.
  const doubt = await checkEnds(job, [big.slot])
  if (doubt) return {kind: 'trouble', error: doubt}
  job.ledger.noteSent([big.slot])
  const naming = await orEnd(targetName, copy.giveName(big.key, complete.wanted))
  if (naming === 'exists') return {kind: 'unfit', reason: `${targetName} has a copy of it too`}
  if (naming !== 'named') return {kind: 'changed'}
  // In that time, the nodes may have replaced the target by its replica.
  const isLate = performance.now() - since > job.inFlight.holdMs
  const given = isLate ? 'late' : await source.giveAway()
  const end = await endWithKeyGone(job, big, {given, source})
  if (end) return end
  if (!(await orEnd(targetName, copy.takeBack(big.key)))) tellMixed(job, big)
  return endWithout(job, given)
}

/** Undefined if the target's copy is to be taken back: the source still has the key, or a client has deleted it there. */
async function endWithKeyGone(
  job: Job,
  big: BigKey,
  {given, source}: {readonly given: HandOver | 'late'; readonly source: SourceKey},
): Promise<CopyEnd | undefined> {
  if (given === 'given') return {kind: 'moved'}
  if (given === 'changed' || !(await isGone(job, big))) return undefined
  if (given === 'unknown') {
    tellLostReply(job, big)
    return {kind: 'moved'}
  }
  // This copy is the only one if the source was started again without its data, which ends its connections, or if the
  // slot belongs to another node by now, perhaps to the target.
  await orEnd(job.source.name, source.ask([['PING']]))
  const doubt = await checkEnds(job, [big.slot])
  return doubt && endWithout(job, 'late')
}

/** The source may have deleted it because a client wished so. */
function tellLostReply({execution, source, target}: Job, big: BigKey): void {
  execution.tellNote(
    `${source.name} did not answer when it gave away the ${describeBigKey(big)}, and does not have it any more. ` +
      `If a client deleted it in that moment, it is still on ${target.name}.`,
  )
}

/** Only a client that the source sent here has changed the copy, so its value stays. */
function tellMixed({execution, target}: Job, big: BigKey): void {
  execution.tellNote(
    `Clients deleted the ${describeBigKey(big)} and wrote to it again just when it was handed over. ` +
      `The value on ${target.name} may have elements of the old one.`,
  )
}

/** What it means that the source still has the key. */
function endWithout({source, target}: Job, given: HandOver | 'late'): CopyEnd {
  if (given === 'changed') return {kind: 'changed'}
  if (given === 'refused') return {kind: 'unfit', reason: `${source.name} refuses UNLINK in a transaction`}
  return {kind: 'trouble', error: new Error(`${target.name} or ${source.name} answered too late`)}
}

/**
 * Whether the source does not have the key any more. A command that deletes it may still be on its way, and the
 * copy on the target must not be deleted as long as the source may still delete its own. If that is not certain, both
 * stay, and the key is left to MIGRATE, which replaces the copy.
 */
async function isGone(job: Job, big: BigKey): Promise<boolean> {
  const {source, execution} = job
  const {session} = execution
  const wire = await orEnd(source.name, session.wire(source.id, session.options.commandTimeoutMs))
  const isThere = await orEnd(source.name, holdKey(wire, big.db, big.key)).finally(() => wire.close())
  if (isThere !== undefined) return !isThere
  job.inPieces.leaveWhole(big)
  const error = new Error(`${source.name} did not tell whether it still has a key`)
  throw new CopyEnded({kind: 'trouble', error})
}
