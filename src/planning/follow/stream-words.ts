import type {CommandWay} from './command-way.js'
import {effectOn} from './special-ways.js'
import {nameAt, type OptionSizes, sizesOf} from './words.js'

/**
 * XADD key [option …] id field value …: servers replicate the id that they chose and `=` for `~`. With `*`, half an id
 * or `~`, another server may choose otherwise.
 */
export function addWay(words: readonly Buffer[], db: number): CommandWay | undefined {
  const {isApproximate, end} = trimOf(words)
  return isApproximate || words[end]?.at(-1) === STAR ? effectOn([words[1]], db) : undefined
}

/** XTRIM key MAXLEN|MINID [=|~] threshold [option …]: as of XADD. */
export function trimWay(words: readonly Buffer[], db: number): CommandWay | undefined {
  return trimOf(words).isApproximate ? effectOn([words[1]], db) : undefined
}

/**
 * The words of XADD or XTRIM without LIMIT. A server (6.2 and later) that was asked for `~ threshold LIMIT n` replicates
 * `= reached LIMIT n`. Its replicas ignore LIMIT then, but refuse it from clients.
 */
export function withoutLimit(words: readonly Buffer[]): readonly Buffer[] {
  const {limitAt} = trimOf(words)
  return limitAt === 0 ? words : words.toSpliced(limitAt, 2)
}

type Trim = {readonly isApproximate: boolean; readonly limitAt: number; readonly end: number}

/** How these words trim the stream, and the first word after the options. */
function trimOf(words: readonly Buffer[]): Trim {
  let [isApproximate, limitAt, at] = [false, 0, 2]
  for (let size = sizeAt(words, at); size > 0; size = sizeAt(words, at)) {
    const name = nameAt(words, at)
    if (name === 'LIMIT') limitAt = at
    if (TRIMS.has(name) && isSign(words[at + 1], TILDE)) isApproximate = true
    at += size
  }
  return {isApproximate, limitAt, end: at}
}

function sizeAt(words: readonly Buffer[], at: number): number {
  const name = nameAt(words, at)
  const size = SIZES.get(name) ?? 0
  const hasSign = isSign(words[at + 1], TILDE) || isSign(words[at + 1], EQUALS)
  return TRIMS.has(name) && hasSign ? 3 : size
}

function isSign(word: Buffer | undefined, sign: number): boolean {
  return word?.length === 1 && word[0] === sign
}

// Redis 8.2 has KEEPREF, DELREF and ACKED, Redis 8.6 has IDMP and IDMPAUTO.
const SIZES: OptionSizes = sizesOf('NOMKSTREAM KEEPREF DELREF ACKED', {
  IDMPAUTO: 2,
  IDMP: 3,
  MAXLEN: 2,
  MINID: 2,
  LIMIT: 2,
})

const TRIMS: ReadonlySet<string> = new Set(['MAXLEN', 'MINID'])
const STAR = '*'.charCodeAt(0)
const TILDE = '~'.charCodeAt(0)
const EQUALS = '='.charCodeAt(0)
