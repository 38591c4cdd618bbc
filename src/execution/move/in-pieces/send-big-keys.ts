import {ClusterToolError} from '../../../domain/errors.js'
import {type BigKey, bigKeysOf, describeBigKey} from '../by-keys/big-keys.js'
import {type Job, tellProgress} from '../by-keys/job.js'
import type {KeyGroup} from '../by-keys/pace.js'
import type {CopyEnd} from './copy-end.js'
import {isPutOff, moveInPieces} from './move-in-pieces.js'
import {PieceTimes} from './times.js'

/** How often a key is copied that clients change again and again. */
const MOST_ATTEMPTS = 3

/** Big keys that can be moved in pieces, and groups of all other keys. */
export type SplitGroups = {readonly big: readonly BigKey[]; readonly rest: readonly KeyGroup[]}

/** Finds the keys that one MIGRATE each would hold the nodes for longer than clients should wait. */
export function splitBigKeys(
  job: Pick<Job, 'settings' | 'inPieces'>,
  groups: readonly KeyGroup[],
): SplitGroups {
  const big = bigKeysOf(groups, job.settings.maxPauseMs).filter((key) => job.inPieces.fits(key))
  if (big.length === 0) return {big, rest: groups}
  const keys = new Set(big.map(({key}) => key))
  const rest = groups.map((group) => ({...group, keys: group.keys.filter(({key}) => !keys.has(key))}))
  return {big, rest: rest.filter((group) => group.keys.length > 0)}
}

/**
 * Moves big keys in pieces, one after the other. A key that cannot be moved so is left to MIGRATE, which the next
 * listing of the slot does. Returns a temporary refusal, and the slots of keys that were put off. Throws INCOMPLETE if
 * the target has no memory left.
 */
export async function sendBigKeys(
  job: Job,
  keys: readonly BigKey[],
): Promise<{readonly trouble: Error | undefined; readonly putOff: readonly number[]}> {
  const putOff = new Set<number>()
  for (const big of keys) {
    const end = await sendBigKey(job, big)
    if (end?.kind === 'put-off') putOff.add(big.slot)
    if (end?.kind === 'trouble') return {trouble: end.error, putOff: [...putOff]}
  }
  return {trouble: undefined, putOff: [...putOff]}
}

/** Returns how it ended if the key is still to be moved. */
async function sendBigKey(job: Job, big: BigKey): Promise<CopyEnd | undefined> {
  const {execution, inPieces} = job
  const start = performance.now()
  const times = new PieceTimes()
  const end = await job.traffic.without(() => attemptAll(job, big, times))
  if (end.kind === 'trouble') return end
  if (end.kind === 'full') throw refusal(job, big, end.error)
  if (end.kind === 'put-off') {
    if (times.pieces > 0) execution.tellNote(putOffText(job, big))
    return end
  }
  if (end.kind === 'small') {
    inPieces.leaveWhole(big)
    return undefined
  }
  const milliseconds = Math.round(performance.now() - start)
  if (end.kind === 'moved' || end.kind === 'gone') {
    inPieces.add(big, {outcome: end.kind, reason: undefined, milliseconds, times})
    if (end.kind === 'gone') return undefined
    const sized = {key: big.key, bytes: big.bytes}
    const pauseMs = Math.max(times.sourcePauseMs, times.targetPauseMs)
    job.tally.addSent([{slot: big.slot, db: big.db, keys: [sized]}], pauseMs)
    tellProgress(job)
    execution.tellNote(movedText(big, times, milliseconds))
    return undefined
  }
  const reason =
    end.kind === 'unfit' ? end.reason : `clients changed it during each of ${MOST_ATTEMPTS} attempts`
  inPieces.add(big, {outcome: 'whole', reason, milliseconds, times})
  inPieces.leaveWhole(big)
  execution.tellNote(`The ${describeBigKey(big)} cannot be moved in pieces: ${reason}.`)
  return undefined
}

async function attemptAll(job: Job, big: BigKey, times: PieceTimes): Promise<CopyEnd> {
  for (;;) {
    if (isPutOff(job, big.slot)) return {kind: 'put-off'}
    const end = await moveInPieces(job, big, times)
    if (end.kind !== 'changed' || times.attempts === MOST_ATTEMPTS) return end
  }
}

function putOffText({source}: Job, big: BigKey): string {
  return `The ${describeBigKey(big)} stays on ${source.name} for now. When the move goes on, it is copied from its start.`
}

function movedText(
  big: BigKey,
  {pieces, attempts, sourcePauseMs, targetPauseMs}: PieceTimes,
  ms: number,
): string {
  const again = attempts > 1 ? `, in attempt ${attempts}, because clients changed it before` : ''
  const [source, target] = [sourcePauseMs, targetPauseMs].map((pause) => pause.toFixed(pause < 10 ? 1 : 0))
  return (
    `The ${describeBigKey(big)} was moved in ${pieces} pieces in ${(ms / 1000).toFixed(1)} s${again}. ` +
    `The source answered each within ${source} ms, the target within ${target} ms.`
  )
}

function refusal({source, target}: Job, {slot}: BigKey, error: Error): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `keys of slot ${slot} cannot be moved from ${source.name} to ${target.name}: ${error.message}`,
    {cause: error},
  )
}
