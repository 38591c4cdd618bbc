import {FOLLOW_GRACE_MS, nameOfStreamKey, type StreamKey} from '../../domain/follow.js'
import {groupBy} from '../../domain/group.js'
import type {NodeId} from '../../domain/node.js'
import {settleAll} from '../../domain/settle-all.js'
import {sendPieces} from '../../execution/follow/send-pieces.js'
import type {Owners} from '../../execution/import/owners.js'
import {withTimes} from '../../planning/follow/with-times.js'
import type {StreamPiece} from '../../planning/follow/stream-planner.js'
import {isServerError} from '../../redis/errors.js'
import type {Arrivals} from './arrivals.js'
import type {Clocks} from './clocks.js'

export type Applying = {
  readonly owners: Owners
  readonly clocks: Clocks
  readonly arrivals: Arrivals
  readonly databaseFor: (db: number) => number
}

/**
 * Sends commands to the owners of their slots, to all owners at the same time. Returns the keys of which it is not certain
 * that the commands had the effect that they had on the source.
 */
export async function applyBatch(applying: Applying, pieces: readonly StreamPiece[]): Promise<StreamKey[]> {
  const groups = groupBy(pieces, ({slot}) => applying.owners.ownerAt(slot))
  const failed = await settleAll([...groups].map(([owner, some]) => applyOn(applying, owner, some)))
  return failed.flat()
}

async function applyOn(
  applying: Applying,
  owner: NodeId | undefined,
  pieces: readonly StreamPiece[],
): Promise<StreamKey[]> {
  if (owner === undefined) return pieces.flatMap(({changes}) => changes)
  const {owners, databaseFor} = applying
  const timed = pieces.map((piece) => ({piece, ...timesOf(applying, owner, piece)}))
  const isLate = doubts()
  const sent = timed.filter((one) => !isLate(one.piece, one.isLate))
  const isDoubtful = doubts()
  owners.brought.add(owner, sent.length)
  try {
    const done = await owners.use(owner, (client) =>
      sendPieces(
        client,
        sent.map(({piece, words}) => ({...piece, words, db: databaseFor(piece.db)})),
      ),
    )
    const effects = new Map(sent.map(({piece}, at) => [piece, done[at]]))
    return pieces
      .filter((piece) => isDoubtful(piece, effects.get(piece) !== true))
      .flatMap(({changes}) => changes)
  } catch (error) {
    if (!isServerError(error)) throw error
    return pieces.flatMap(({changes}) => changes)
  }
}

/** Says of each piece, in their order, whether it is in doubt: by itself, or because it uses a key of one that is. */
function doubts(): (piece: StreamPiece, byItself: boolean) => boolean {
  const keysInDoubt = new Set<string>()
  return ({keys, changes}, byItself) => {
    const isInDoubt = byItself || keys.some((key) => keysInDoubt.has(nameOfStreamKey(key)))
    if (isInDoubt) for (const key of changes) keysInDoubt.add(nameOfStreamKey(key))
    return isInDoubt
  }
}

/**
 * The words with the deadlines of the owner's clock. `isLate`: the owner may have deleted the key, which expired in the
 * meantime, before it hears that it lives on.
 */
function timesOf({clocks, arrivals}: Applying, owner: NodeId, {words, keys, end}: StreamPiece) {
  const arrived = arrivals.of(end)
  const waitedMs = arrived === undefined ? Infinity : performance.now() - arrived
  const shifts = {
    absoluteShiftMs: clocks.aheadBy(owner) + FOLLOW_GRACE_MS,
    relativeShiftMs: Math.round(FOLLOW_GRACE_MS - (arrived === undefined ? 0 : waitedMs)),
  }
  const {words: timed, changesExpiry} = withTimes(words, shifts)
  return {words: timed, isLate: (changesExpiry || keys.length > 1) && waitedMs > FOLLOW_GRACE_MS / 2}
}
