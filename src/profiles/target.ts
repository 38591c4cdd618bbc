import {parseAddress, parseAddresses, type TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Env} from './env.js'
import type {NamedProfile} from './file.js'

/** What stands where a node's address does; `default`: nothing was typed. */
export type Target =
  | {readonly kind: 'nodes'; readonly nodes: readonly TypedAddress[]}
  | {readonly kind: 'profile'; readonly name: string}
  | {readonly kind: 'default'}

/** Whether a word names a profile: `@prod`. */
export function isProfileWord(word: string): boolean {
  return word.startsWith('@')
}

/** Whether a word is an address, a list of them, or the name of a profile. */
export function isTargetWord(word: string): boolean {
  try {
    parseTarget(word)
    return true
  } catch (error) {
    if (error instanceof ClusterToolError) return false
    throw error
  }
}

/** Reads `host:port`, `host port`, several addresses with commas between them, or `@profile`. Throws USAGE. */
export function parseTarget(text: string): Exclude<Target, {kind: 'default'}> {
  if (!isProfileWord(text)) return {kind: 'nodes', nodes: parseAddresses(text)}
  const name = text.slice(1)
  if (/^[\w.-]+$/.test(name)) return {kind: 'profile', name}
  throw new ClusterToolError('USAGE', `"${text}" names no profile.`, {hints: ['Write @name, such as @prod.']})
}

/** What a command without a node uses; `from`: the variable that says so, undefined for the configuration file. */
export type DefaultTarget = {readonly target: Target; readonly from: string | undefined}

/**
 * What the environment names for commands without a node. Throws USAGE if it names two things, or none that can be
 * read.
 */
export function targetInEnv(env: Env): DefaultTarget | undefined {
  const [node, profile] = [env['CLUSTERTOOL_NODE'], env['CLUSTERTOOL_PROFILE']]
  if (node && profile) {
    throw new ClusterToolError(
      'USAGE',
      'CLUSTERTOOL_NODE and CLUSTERTOOL_PROFILE are both set, and each names a cluster.',
      {hints: ['Unset one of them, or name a node or a profile in the command.']},
    )
  }
  const [from, text] = node
    ? ['CLUSTERTOOL_NODE', node]
    : ['CLUSTERTOOL_PROFILE', profile && `@${profile.replace(/^@/, '')}`]
  return text ? {target: readVariable(from, text), from} : undefined
}

function readVariable(from: string, text: string): Target {
  try {
    return parseTarget(text)
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    throw new ClusterToolError('USAGE', `${from} in the environment: ${error.message}`, {hints: error.hints})
  }
}

/** The seeds of a profile. Throws USAGE, naming the file and the profile. */
export function seedsOf({name, file, settings}: NamedProfile): readonly TypedAddress[] {
  return settings.seeds.map((seed) => settingOf({name, file}, 'seeds', () => parseAddress(seed)))
}

/** Reads the value of a setting of a profile; an error names the file, the profile and the key. */
export function settingOf<T>(profile: Pick<NamedProfile, 'name' | 'file'>, key: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    throw wrongSetting(profile, `${key}: ${error.message.replace(/\.$/, '')}`, error.hints)
  }
}

function wrongSetting(
  {name, file}: Pick<NamedProfile, 'name' | 'file'>,
  what: string,
  hints: readonly string[],
): ClusterToolError {
  return new ClusterToolError('USAGE', `${file} is wrong in the profile ${name}: ${what}.`, {hints})
}
