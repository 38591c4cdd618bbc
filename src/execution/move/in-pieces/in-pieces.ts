import type {KeyInPieces} from '../../../domain/move.js'
import type {BigKey} from '../by-keys/big-keys.js'
import type {PieceTimes} from './times.js'
import {type LocatedKey, nameKey, showKey} from '../key-name.js'

/** What is known of one key: how its move ended, and in what time. */
export type PiecesEnd = Pick<KeyInPieces, 'outcome' | 'reason' | 'milliseconds'> & {
  readonly times: PieceTimes
}

/** The keys of a move that were copied in pieces, and those that cannot be. */
export class InPieces {
  /** Whether both ends have the commands for it. */
  readonly isPossible: boolean
  private readonly told: KeyInPieces[] = []
  private readonly whole = new Set<string>()

  constructor(isPossible: boolean) {
    this.isPossible = isPossible
  }

  get all(): readonly KeyInPieces[] {
    return this.told
  }

  /** Whether a key may still be moved in pieces. */
  fits(place: LocatedKey): boolean {
    return this.isPossible && !this.whole.has(nameKey(place))
  }

  /** From now on, a key is left to MIGRATE. */
  leaveWhole(place: LocatedKey): void {
    this.whole.add(nameKey(place))
  }

  add({key, slot, db, bytes}: BigKey, {times, ...end}: PiecesEnd): void {
    const {pieces, attempts, sourcePauseMs, targetPauseMs} = times
    const name = {text: showKey(key), hex: key.toString('hex'), slot, db, bytes}
    this.told.push({...name, ...end, attempts, pieces, sourcePauseMs, targetPauseMs})
  }
}
