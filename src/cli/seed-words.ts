import {parseAddress, type TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {parseSeed} from './flags.js'

export type SeedAndRest = {readonly seed: TypedAddress; readonly rest: readonly string[]}

type Token = {readonly type: string; readonly input: string}

/**
 * The arguments in the order in which they were typed. In oclif's own list, an argument that is also the value of an
 * option comes first.
 */
export function wordsOf({raw}: {readonly raw: readonly Token[]}): string[] {
  return raw.filter(({type}) => type === 'arg').map(({input}) => input)
}

/**
 * Reads the seed in front of other arguments: `host:port`, or `host port` if the first word has no port and the
 * second one is a number. Throws USAGE.
 */
export function takeSeed(words: readonly string[]): SeedAndRest {
  const [first, second, ...rest] = words
  if (first === undefined || second === undefined) return {seed: parseSeed(first, undefined), rest: []}
  const apart = /^\d+$/.test(second) && !isAddress(first)
  if (apart) return {seed: parseSeed(first, second), rest}
  return {seed: parseSeed(first, undefined), rest: [second, ...rest]}
}

function isAddress(text: string): boolean {
  try {
    parseAddress(text)
    return true
  } catch (error) {
    if (error instanceof ClusterToolError) return false
    throw error
  }
}
