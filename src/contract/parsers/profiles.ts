import * as v from 'valibot'
import {type Profile, profile, profileFile, profileName} from '../schemas/profile.js'
import {expectedBy, shown} from './read.js'

/** What is wrong with a configuration file. */
export type ProfileProblem = {
  /** A sentence about the file, without its beginning and its end: «has an unknown key "seed"». */
  readonly what: string
  /** A name that is not known, and those that are. */
  readonly unknown?: {readonly name: string; readonly known: readonly string[]}
  readonly hint?: string
}

/** A part of the file, or what is wrong with it. */
type ReadPart<T> =
  | {readonly value: T; readonly problem?: undefined}
  | {readonly value?: undefined; readonly problem: ProfileProblem}

/** The file without a look into its profiles: a mistake in one must not keep users from the others. */
export type ProfileNames = {
  readonly default: string | undefined
  readonly profiles: ReadonlyMap<string, unknown>
}

const outline = v.strictObject({
  ...profileFile.entries,
  profiles: v.exactOptional(v.record(profileName, v.unknown())),
})

/** Checks the file as a whole, and the names of its profiles. */
export function parseProfileFile(document: unknown): ReadPart<ProfileNames> {
  const result = v.safeParse(outline, document, {abortPipeEarly: true})
  if (result.success) {
    const {default: chosen, profiles = {}} = result.output
    return {value: {default: chosen, profiles: new Map(Object.entries(profiles))}}
  }
  const [issue] = result.issues
  const key = keyOf(issue)
  if (key === 'profiles' && issue.path?.[1]) {
    const what = `has a profile ${JSON.stringify(issue.path[1].key)}, which is not a name`
    return {problem: {what, hint: 'A name consists of letters, digits, dots, dashes and underscores.'}}
  }
  if (!isUnknownKey(issue)) return {problem: {what: `has a wrong value: ${wrongValue(key, issue)}`}}
  const hint = isTable(issue.path?.[0]?.value) ? {hint: `A profile is written as [profiles.${key}].`} : {}
  return {problem: {...unknownKey('has', key, Object.keys(profileFile.entries)), ...hint}}
}

/** Checks one profile. */
export function parseProfile(name: string, value: unknown): ReadPart<Profile> {
  const result = v.safeParse(profile, value, {abortPipeEarly: true})
  // A misspelled key often is what is missing.
  if (!result.success) {
    const issue = result.issues.find(isUnknownKey) ?? result.issues[0]
    return {problem: profileProblem(name, issue)}
  }
  const problem = contradiction(result.output)
  return problem === undefined
    ? {value: result.output}
    : {problem: {...problem, what: `is wrong in the profile ${name}: ${problem.what}`}}
}

function profileProblem(name: string, issue: v.BaseIssue<unknown>): ProfileProblem {
  const key = keyOf(issue)
  if (key === '')
    return {what: `has a wrong value: profiles.${name} is ${shown(issue.input)} and not a table`}
  const part = `is wrong in the profile ${name}:`
  if (isUnknownKey(issue)) {
    return unknownKey(`has in the profile ${name}`, key, Object.keys(profile.entries))
  }
  if (key === 'ignore' && issue.type === 'picklist' && typeof issue.input === 'string') {
    const known = profile.entries.ignore.wrapped.pipe[0].item.options
    return {
      what: `${part} ignore names ${JSON.stringify(issue.input)}, which is not the code of a finding`,
      unknown: {name: issue.input, known},
    }
  }
  return {what: `${part} ${wrongValue(key, issue)}`}
}

function unknownKey(verb: string, key: string, known: readonly string[]): ProfileProblem {
  return {what: `${verb} an unknown key ${JSON.stringify(key)}`, unknown: {name: key, known}}
}

/** A password is never shown, not even one of a wrong type. */
function wrongValue(key: string, issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return `${key} is missing`
  const expected = issue.type === 'union' ? 'a text or a list of texts' : expectedBy(issue)
  return key.startsWith('password')
    ? `${key} is not ${expected}`
    : `${key} is ${shown(issue.input)} and not ${expected}`
}

function isUnknownKey({type, expected}: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected === 'never'
}

function keyOf({path}: v.BaseIssue<unknown>): string {
  const key = path?.[0]?.key
  return typeof key === 'string' ? key : ''
}

function isTable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const OF_PASSWORD = ['password', 'password-file', 'password-command'] as const
const OF_TLS = [
  'cacert',
  'cacertdir',
  'cert',
  'key',
  'sni',
  'insecure',
  'tls-ciphers',
  'tls-ciphersuites',
] as const

/** What cannot be said of one key alone. */
function contradiction(settings: Profile): ProfileProblem | undefined {
  // A URL may contain a password, which would be shown with the address.
  if (settings.seeds.some((seed) => seed.includes('://'))) {
    return {
      what: 'seeds has a URL',
      hint: 'Write each seed as host:port, and user, password-file and tls as keys of their own.',
    }
  }
  const passwords = OF_PASSWORD.filter((key) => settings[key] !== undefined)
  if (passwords.length > 1) return {what: `${passwords.join(' and ')} are both given`}
  // Without TLS, a password would go over the network as it is.
  const tlsKey = OF_TLS.find((key) => settings[key] !== undefined)
  if (tlsKey !== undefined && settings.tls === undefined) {
    return {what: `${tlsKey} is given, and tls is not`, hint: 'Write tls = true, or tls = false.'}
  }
  if ((settings.cert === undefined) !== (settings.key === undefined)) {
    return {what: 'a client certificate needs both cert and key, and only one is given'}
  }
  return undefined
}
