import {unlessBug} from '../../../domain/bug.js'
import {timeLeft} from '../../../redis/dumped-key.js'
import {copyNameIn} from '../../../redis/pieces/copy-name.js'
import {holdKey} from '../../../redis/pieces/hold-key.js'
import {type KeyFacts, SourceKey} from '../../../redis/pieces/source-key.js'
import {TargetCopy} from '../../../redis/pieces/target-copy.js'
import {pieceTypeOf, type PieceType} from '../../../redis/pieces/value-types.js'
import type {Wire} from '../../../redis/wire.js'
import type {BigKey} from '../by-keys/big-keys.js'
import type {Job} from '../by-keys/job.js'
import {trustIn} from '../by-keys/send-batch.js'
import {CopyEnded, type CopyEnd} from './copy-end.js'
import {type Copying, copyPieces} from './copy-pieces.js'
import {handOver} from './hand-over.js'
import {PieceSize} from './piece-size.js'
import {OwnWires} from './own-wires.js'
import {orEnd} from './server-said.js'
import type {PieceTimes} from './times.js'

/** One attempt: copies a key in pieces to the target, and makes the source give it away. Throws INCOMPLETE, or a bug. */
export async function moveInPieces(job: Job, big: BigKey, times: PieceTimes): Promise<CopyEnd> {
  const {source, target} = job
  times.begin()
  const wires = new OwnWires(job.execution.session)
  try {
    const {commandTimeoutMs} = job.execution.session.options
    const from = await orEnd(source.name, wires.open(source.id, commandTimeoutMs))
    const watched = await orEnd(source.name, SourceKey.watch(from, big.db, big.key))
    const facts = await orEnd(source.name, watched.facts())
    if (!facts) return {kind: 'gone'}
    const type = pieceTypeOf(facts.type)
    if (!type) return {kind: 'unfit', reason: `values of type ${facts.type} cannot be read in pieces`}
    if (isSmall(job, big, type)) return {kind: 'small'}
    const limitMs = commandTimeoutMs + (type.isSentWhole ? job.settings.timeoutMs : 0)
    const to = await orEnd(target.name, wires.open(target.id, limitMs))
    const copy = await orEnd(target.name, TargetCopy.open(to, big.db, copyNameIn(big.slot)))
    return await copyAndGive(job, big, {source: watched, from, facts, type, copy, times})
  } catch (error) {
    if (error instanceof CopyEnded) return error.end
    throw error
  } finally {
    wires.close()
  }
}

/** The estimate before is that of the slowest type. */
function isSmall({settings, longestPauseMs}: Job, {pauseMs}: BigKey, {effort}: PieceType): boolean {
  return pauseMs <= longestPauseMs && pauseMs * effort <= settings.maxPauseMs
}

type CopyAttempt = Pick<Copying, 'source' | 'copy' | 'type' | 'times'> & {
  readonly facts: KeyFacts
  /** The connection of `source`. */
  readonly from: Wire
}

async function copyAndGive(job: Job, big: BigKey, attempt: CopyAttempt): Promise<CopyEnd> {
  const {source, copy, type, facts, times} = attempt
  const end = await endIfThere(job, big, attempt)
  if (end) return end
  const [sourceName, targetName] = [job.source.name, job.target.name]
  const elements = await orEnd(sourceName, source.count(type.count))
  const size = sizeFor(job, big, {type, elements})
  const names = {sourceName, targetName, key: big.key}
  const admit = admission(job, big, {copy, elements})
  const copying = {source, copy, ...names, type, times, size, admit, roundTripMs: job.roundTripMs}
  // Before the first piece, so that the journal of a killed process has the name.
  job.execution.tellCopy({slot: big.slot, db: big.db, key: big.key, copy: copy.name})
  try {
    const {expires} = await copyPieces(copying)
    const ttlMs = timeLeft(facts)
    if (ttlMs === 0) return {kind: 'gone'}
    const wanted = {count: type.count, least: expires ? 1 : elements, most: elements, ttlMs}
    return await handOver(job, big, {copying, wanted})
  } finally {
    await discard(job, copy).catch(unlessBug)
  }
}

/**
 * Lets pieces wait for the rate, in which each counts for its share of the key, and for the ends. Throws CopyEnded if
 * the key is put off.
 */
function admission(job: Job, {bytes, slot}: BigKey, {copy, elements}: PiecesToAdmit): Copying['admit'] {
  const {control, signal} = job.execution
  control.noteLoad({keys: 1, bytes: 0})
  const prolong = () => orEnd(job.target.name, copy.prolong())
  return async (some) => {
    await control.untilBorne(signal, prolong)
    await control.untilAdmitted(signal, {orHeld: canBePutOff(job, slot)})
    if (isPutOff(job, slot)) throw new CopyEnded({kind: 'put-off'})
    await prolong()
    control.noteLoad({keys: 0, bytes: (bytes * some) / Math.max(1, elements)})
  }
}

type PiecesToAdmit = {readonly copy: TargetCopy; readonly elements: number}

/** Whether a key is left for later, because the run is to pause or stop. */
export function isPutOff(job: Job, slot: number): boolean {
  const {control, signal} = job.execution
  return (control.isToClose || signal.aborted) && canBePutOff(job, slot)
}

/** Only a slot of which nothing has been sent can be closed on the source. The others are moved to their end. */
function canBePutOff({ledger, openBefore}: Job, slot: number): boolean {
  return !ledger.wasSent(slot) && !openBefore.has(slot)
}

/**
 * Why not to begin: the target has such a key. A copy that this move left there, because an answer was lost, is deleted,
 * and the next attempt finds none: the source has served the key all the time. Other copies are left to be compared.
 */
async function endIfThere(
  job: Job,
  {db, key, slot}: BigKey,
  {copy, from}: CopyAttempt,
): Promise<CopyEnd | undefined> {
  const {source, target} = job
  if (!(await orEnd(target.name, copy.has(key)))) return undefined
  const trust = await trustIn(job)
  const isServed = async () => (await orEnd(source.name, holdKey(from, db, key))) === true
  const isCleared = trust(slot) === 'own' && (await orEnd(target.name, copy.clear(key, isServed)))
  return isCleared ? {kind: 'changed'} : {kind: 'unfit', reason: `${target.name} has a copy of it too`}
}

/** Part of the longest pause that a piece should take, because estimates are wrong and servers also do other things. */
const PART_OF_PAUSE = 0.25

function sizeFor(
  {settings}: Job,
  {pauseMs}: BigKey,
  {type, elements}: {readonly type: PieceType; readonly elements: number},
): PieceSize {
  const aimMs = settings.maxPauseMs * PART_OF_PAUSE
  return new PieceSize((elements * aimMs) / pauseMs, {aimMs, ...type.limits})
}

/** If the connection is lost, on another one. If that fails too, the copy expires after a while. */
async function discard(job: Job, copy: TargetCopy): Promise<void> {
  try {
    await copy.discard()
  } catch (error) {
    unlessBug(error)
    const {session} = job.execution
    const wire = await session.wire(job.target.id, session.options.commandTimeoutMs)
    try {
      await copy.discardOn(wire)
    } finally {
      wire.close()
    }
  }
}
