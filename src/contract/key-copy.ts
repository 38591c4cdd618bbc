import type {KeyCopy} from '../domain/move.js'

/** Keys are bytes. */
export function keyCopyDocument({slot, db, key, copy}: KeyCopy) {
  return {slot, db, key: key.toString('hex'), copy: copy.toString('hex')}
}
