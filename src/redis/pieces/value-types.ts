import type {ReadPieces} from './piece.js'
import {readStream} from './read-stream.js'
import {readHash, readList, readSet, readSortedSet, readString} from './read-values.js'

/** How values of a type are counted and read. */
export type PieceType = {
  /** The command that counts the elements of a value, or the bytes of a string. */
  readonly count: string
  /** Elements, or bytes of a string, of the smallest and the largest piece. */
  readonly limits: {readonly least: number; readonly most: number}
  readonly read: ReadPieces
  /** How long one MIGRATE takes for its size, compared with a hash of small fields, which takes longest. */
  readonly effort: number
  /** The target receives all of it with one command, which takes as long as the network needs. */
  readonly isSentWhole?: true
}

const ELEMENTS = {least: 32, most: 2000}
const BYTES = {least: 16_384, most: 4_194_304}

/** By the name in TYPE. Values of all other types, such as those of modules, cannot be read in pieces. */
const TYPES: ReadonlyMap<string, PieceType> = new Map([
  ['string', {count: 'STRLEN', limits: BYTES, read: readString, effort: 0.3, isSentWhole: true}],
  ['list', {count: 'LLEN', limits: ELEMENTS, read: readList, effort: 0.4}],
  ['set', {count: 'SCARD', limits: ELEMENTS, read: readSet, effort: 1}],
  ['zset', {count: 'ZCARD', limits: ELEMENTS, read: readSortedSet, effort: 1}],
  ['hash', {count: 'HLEN', limits: ELEMENTS, read: readHash, effort: 1}],
  ['stream', {count: 'XLEN', limits: ELEMENTS, read: readStream, effort: 0.6}],
])

/** Undefined for a type whose values cannot be read in pieces. */
export function pieceTypeOf(type: string): PieceType | undefined {
  return TYPES.get(type)
}
