import {randomBytes} from 'node:crypto'
import {keySlot} from '../key-slot.js'

const START = 'clustertool:copy:'
const PATTERN = /^clustertool:copy:[0-9a-f]{24}:\d+$/
const NAME_BYTES = 60

/**
 * A name in this slot for the copy of a key that is not complete yet. No two copies have the same name, so that a
 * command that arrives late cannot change a later copy.
 */
export function copyNameIn(slot: number): Buffer {
  const start = `${START}${randomBytes(12).toString('hex')}:`
  for (let number = 0; ; number++) {
    const name = Buffer.from(`${start}${number}`)
    if (keySlot(name) === slot) return name
  }
}

/** Whether a key is such a copy, which has no value for anybody: the key itself is where it was. */
export function isCopyName(key: Buffer): boolean {
  return key.length <= NAME_BYTES && PATTERN.test(key.toString('latin1'))
}
