import {nameAt, optionsFrom, sizesOf} from './words.js'

/** Whether null as the reply to this SET says that its condition was not met: it has one, and not GET. */
export function setTellsNoEffect(words: readonly Buffer[]): boolean {
  if (words.length === 3) return false
  const options = optionsFrom(words, 3, SET_SIZES)
  return options !== undefined && !options.has('GET') && CONDITIONS.some((name) => options.has(name))
}

/** Whether 0 as the reply to this ZADD or GEOADD says that nothing changed: only with CH it counts changed members. */
export function addTellsNoEffect(words: readonly Buffer[]): boolean {
  let isCounted = false
  for (let at = 2; ADD_OPTIONS.has(nameAt(words, at)); at++) {
    if (nameAt(words, at) === 'INCR') return false
    if (nameAt(words, at) === 'CH') isCounted = true
  }
  return isCounted
}

const CONDITIONS = ['NX', 'XX', 'IFEQ', 'IFNE', 'IFDEQ', 'IFDNE'] as const
const ADD_OPTIONS: ReadonlySet<string> = new Set(['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'])

/** The options of SET (Redis 8.4 has IFNE, IFDEQ and IFDNE; Valkey 8.1 and Redis 8.4 have IFEQ). */
export const SET_SIZES = sizesOf('NX XX GET KEEPTTL', {
  EX: 2,
  PX: 2,
  EXAT: 2,
  PXAT: 2,
  IFEQ: 2,
  IFNE: 2,
  IFDEQ: 2,
  IFDNE: 2,
})
