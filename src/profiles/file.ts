import {open} from 'node:fs/promises'
import type {ProfileNames, ProfileProblem} from '../contract/parsers/profiles.js'
import type {Profile} from '../contract/schemas/profile.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import {nearest, nearestFirst} from '../domain/nearest.js'
import type {Env} from './env.js'
import {type Access, refuseReadable, refuseWritable} from './guard.js'
import {configPlace} from './place.js'

/** A profile with its name, and the file that has it. */
export type NamedProfile = {readonly name: string; readonly file: string; readonly settings: Profile}

/** The profiles of a configuration file. */
export type Profiles = {
  readonly file: string
  /** The profile that a command without a node uses. */
  readonly defaultName: string | undefined
  /** In the order of the file. */
  readonly names: readonly string[]
  /** Throws USAGE, naming the profile and the key, if it is not as it should be, or if there is none. */
  readonly profile: (name: string) => NamedProfile
}

/**
 * Reads the configuration file; undefined if there is none. Throws USAGE if it is not valid, and REFUSED if it has a
 * password that others can read, or a command that others can change.
 */
export async function readProfiles(env: Env): Promise<Profiles | undefined> {
  const {path, named} = configPlace(env)
  const content = await readConfig(path, named)
  if (content === undefined) return undefined
  const {parseProfileFile, parseProfile} = await import('../contract/parsers/profiles.js')
  const {value, problem} = parseProfileFile(await parseToml(path, content.text))
  if (problem) throw wrongFile(path, problem)
  refuseOpen(path, content.access, value)
  const names = [...value.profiles.keys()]
  return {
    file: path,
    defaultName: value.default,
    names,
    profile(name) {
      if (!value.profiles.has(name)) throw noProfile(name, path, names)
      const {value: settings, problem} = parseProfile(name, value.profiles.get(name))
      if (problem) throw wrongFile(path, problem)
      return {name, file: path, settings}
    },
  }
}

/** What a command is told that names a profile which does not exist; `file`: undefined if there is no file. */
export function noProfile(name: string, file: string, names: readonly string[]): ClusterToolError {
  const known = nearestFirst(name, names)
  const [first] = known
  return new ClusterToolError(
    'USAGE',
    known.length === 0
      ? `There is no profile ${JSON.stringify(name)}: ${file} has none.`
      : `There is no profile ${JSON.stringify(name)}: ${file} has ${known.join(', ')}.`,
    {hints: first !== undefined && nearest(name, names) === first ? [`Did you mean @${first}?`] : []},
  )
}

type ConfigFile = {readonly text: string; readonly access: Access}

/** The mode is that of the file that was read: another file may take its name in the meantime. */
async function readConfig(path: string, named: boolean): Promise<ConfigFile | undefined> {
  try {
    await using file = await open(path)
    return {access: await file.stat(), text: await file.readFile('utf8')}
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    // Errors of files have a code.
    if (code === undefined) throw cause
    if (code === 'ENOENT' && !named) return undefined
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read: ${messageOf(cause)}`
    const which = named ? `${path}, named by CLUSTERTOOL_CONFIG,` : path
    throw new ClusterToolError('USAGE', `${which} ${why}.`, {cause})
  }
}

/** The library's own message ends with lines of the file, which may contain a password. */
async function parseToml(path: string, text: string): Promise<unknown> {
  const {parse, TomlError} = await import('smol-toml')
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const {message, line, column} = error
    const reason = (message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '')
    throw new ClusterToolError('USAGE', `${path} is not TOML: line ${line}, column ${column}: ${reason}.`)
  }
}

function refuseOpen(path: string, access: Access, {profiles}: ProfileNames): void {
  const has = (key: string) => [...profiles.values()].some((one) => Object.hasOwn(Object(one), key))
  if (has('password')) refuseReadable(path, access, 'contains a password')
  if (has('password-command')) refuseWritable(path, access, 'names a command to run')
}

function wrongFile(path: string, {what, unknown, hint}: ProfileProblem): ClusterToolError {
  const meant = unknown && nearest(unknown.name, unknown.known)
  const all = unknown && `These are known: ${unknown.known.join(', ')}.`
  const advice = meant === undefined ? (hint ?? all) : `Did you mean ${meant}?`
  return new ClusterToolError('USAGE', `${path} ${what}.`, {
    hints: advice === undefined ? [] : [advice],
  })
}
