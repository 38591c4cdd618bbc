import {ClusterToolError} from '../domain/errors.js'
import {isProfileWord, isTargetWord, parseTarget, type Target} from '../profiles/target.js'
import {parseSeed} from './flags.js'
import {invocation} from './invocation.js'

/**
 * The node of one or two arguments: an address, several with commas between them, `@profile`, or nothing. In the
 * spelling of an older tool it is one address. Throws USAGE.
 */
export function targetOf(node: string | undefined, port?: string): Target {
  if (invocation.view) return {kind: 'nodes', nodes: [parseSeed(node, port)]}
  if (node === undefined) return {kind: 'default'}
  if (port === undefined) return parseTarget(node)
  if (!isProfileWord(node)) return parseTarget(`${node} ${port}`)
  throw new ClusterToolError('USAGE', `${node} is a profile, and "${port}" is one word too many.`)
}

export type TargetAndRest = {readonly target: Target; readonly rest: readonly string[]}

type Token = {readonly type: string; readonly input: string}

/**
 * The arguments in the order in which they were typed. In oclif's own list, an argument that is also the value of an
 * option comes first.
 */
export function wordsOf({raw}: {readonly raw: readonly Token[]}): string[] {
  return raw.filter(({type}) => type === 'arg').map(({input}) => input)
}

/**
 * Reads the node in front of other arguments: one word, or `host port` if the first word has no port and the second
 * one is a number. `isBare`: whether these words can be all of the command, without a node. Throws USAGE.
 */
export function takeTarget(
  words: readonly string[],
  isBare: (words: readonly string[]) => boolean = () => false,
): TargetAndRest {
  const [first, second, ...rest] = words
  const isNode = first !== undefined && isTargetWord(first)
  if (!invocation.view && !isNode && isBare(words)) return {target: {kind: 'default'}, rest: words}
  if (first === undefined)
    return {target: {kind: 'nodes', nodes: [parseSeed(undefined, undefined)]}, rest: []}
  if (second === undefined) return {target: targetOf(first), rest: []}
  const apart = /^\d+$/.test(second) && !isNode
  if (apart) return {target: targetOf(first, second), rest}
  return {target: targetOf(first), rest: [second, ...rest]}
}
