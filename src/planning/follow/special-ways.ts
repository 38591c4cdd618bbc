import type {CommandWay} from './command-way.js'
import {nameAt, numberAt, optionsFrom, REST, sizesOf} from './words.js'

export const UNKNOWN: CommandWay = {kind: 'unknown'}
export const IGNORE: CommandWay = {kind: 'ignore'}

/** The keys, all in one database, are to be brought over again; `unknown` if one of them is missing. */
export function effectOn(keys: readonly (Buffer | undefined)[], db: number): CommandWay {
  const present = keys.filter((key) => key !== undefined)
  if (present.length < keys.length || keys.length === 0) return UNKNOWN
  return {kind: 'effect', keys: present.map((key) => ({db, key}))}
}

/** SORT key [BY pattern] [LIMIT offset count] [GET pattern …] [ASC | DESC] [ALPHA] [STORE destination] */
export function sortWay(words: readonly Buffer[], db: number): CommandWay {
  return storedBy(optionsFrom(words, 2, SORT), words, db)
}

/** GEORADIUS key longitude latitude radius unit [option …] */
export function geoRadiusWay(words: readonly Buffer[], db: number): CommandWay {
  return storedBy(optionsFrom(words, 6, GEO_RADIUS), words, db)
}

/** GEORADIUSBYMEMBER key member radius unit [option …] */
export function geoRadiusByMemberWay(words: readonly Buffer[], db: number): CommandWay {
  return storedBy(optionsFrom(words, 5, GEO_RADIUS), words, db)
}

/** COPY source destination [DB database] [REPLACE]: with DB, the destination is in that database. */
export function copyWay(words: readonly Buffer[]): CommandWay | undefined {
  const at = optionsFrom(words, 3, COPY)?.get('DB')
  if (at === undefined) return undefined
  const db = numberAt(words, at + 1)
  return db === undefined ? UNKNOWN : effectOn([words[2]], db)
}

/** MOVE key database */
export function moveWay([, key, ...rest]: readonly Buffer[], db: number): CommandWay {
  const other = numberAt(rest, 0)
  if (key === undefined || other === undefined) return UNKNOWN
  return {
    kind: 'effect',
    keys: [
      {db, key},
      {db: other, key},
    ],
  }
}

/** MIGRATE host port key|"" database timeout [option …] [KEYS key …] */
export function migrateWay(words: readonly Buffer[], db: number): CommandWay {
  const at = optionsFrom(words, 6, MIGRATE)?.get('KEYS')
  return effectOn(at === undefined ? [words[3]] : words.slice(at + 1), db)
}

/** XREADGROUP GROUP group consumer [option …] STREAMS key … id … */
export function readGroupWay(words: readonly Buffer[], db: number): CommandWay {
  const at = optionsFrom(words, 1, READ_GROUP)?.get('STREAMS')
  if (at === undefined) return UNKNOWN
  const rest = words.slice(at + 1)
  return effectOn(rest.length % 2 === 0 ? rest.slice(0, rest.length / 2) : [], db)
}

/**
 * XCLAIM key group consumer min-idle id … [option …]: servers replicate it with the idle time 0 and the time of the
 * claim. Other forms depend on the time when they are carried out.
 */
export function claimWay(words: readonly Buffer[], db: number): CommandWay | undefined {
  const isExact = numberAt(words, 4) === 0 && words.some((_, at) => at > 5 && nameAt(words, at) === 'TIME')
  return isExact ? undefined : effectOn([words[1]], db)
}

/** PFCOUNT key …: of one key, servers up to 6.2 replicate that it wrote the count into the value; of several, nothing. */
export function countWay(words: readonly Buffer[]): CommandWay | undefined {
  return words.length > 2 ? IGNORE : undefined
}

/** SELECT database */
export function selectWay(words: readonly Buffer[]): CommandWay {
  const db = numberAt(words, 1)
  return db === undefined ? UNKNOWN : {kind: 'select', db}
}

/** SWAPDB database database */
export function swapWay(words: readonly Buffer[]): CommandWay {
  const first = numberAt(words, 1)
  const second = numberAt(words, 2)
  return first === undefined || second === undefined ? UNKNOWN : {kind: 'swap', first, second}
}

const SORT = sizesOf('ASC DESC ALPHA', {BY: 2, GET: 2, LIMIT: 3, STORE: 2})
const GEO_RADIUS = sizesOf('WITHCOORD WITHDIST WITHHASH ANY ASC DESC', {COUNT: 2, STORE: 2, STOREDIST: 2})
const COPY = sizesOf('REPLACE', {DB: 2})
const MIGRATE = sizesOf('COPY REPLACE', {AUTH: 2, AUTH2: 3, KEYS: REST})
const READ_GROUP = sizesOf('NOACK', {GROUP: 3, COUNT: 2, BLOCK: 2, CLAIM: 2, STREAMS: REST})

/** By the destination after STORE or STOREDIST, the later of the two; without these, nothing is written. */
function storedBy(
  options: ReadonlyMap<string, number> | undefined,
  words: readonly Buffer[],
  db: number,
): CommandWay {
  if (options === undefined) return UNKNOWN
  const at = Math.max(options.get('STORE') ?? 0, options.get('STOREDIST') ?? 0)
  return at === 0 ? IGNORE : effectOn([words[at + 1]], db)
}
