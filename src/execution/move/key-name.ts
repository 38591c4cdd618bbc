/** A key with its slot and database. */
export type LocatedKey = {readonly slot: number; readonly db: number; readonly key: Buffer}

/** Identifies a key among all keys of a node. */
export function nameKey({db, key}: LocatedKey): string {
  return `${db} ${key.toString('hex')}`
}

const SHOWN_BYTES = 60
/** All of them, up to a number that is still useful, because each waits for a decision. */
const SHOWN_KEYS = 1000

/** Keys are bytes. Keys that are not plain ASCII are shown in hexadecimal, and long keys are shortened. */
export function showKey(key: Buffer): string {
  const text = key.toString('latin1')
  const shown = /^[\x20-\x7e]*$/.test(text) ? text : `0x${key.toString('hex')}`
  return shown.length > SHOWN_BYTES ? `${shown.slice(0, SHOWN_BYTES)}…` : shown
}

/** `«user:1» (slot 5), «user:2» (slot 6) and 3 more`. */
export function listKeys(places: readonly LocatedKey[]): string {
  const names = places
    .slice(0, SHOWN_KEYS)
    .map(({key, slot, db}) => `«${showKey(key)}» (slot ${slot}${db === 0 ? '' : `, database ${db}`})`)
    .join(', ')
  return places.length > SHOWN_KEYS ? `${names} and ${places.length - SHOWN_KEYS} more` : names
}
