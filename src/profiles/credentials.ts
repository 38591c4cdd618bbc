import type {Profile} from '../contract/schemas/profile.js'
import {ClusterToolError} from '../domain/errors.js'
import {type Env, variable} from './env.js'
import type {ProfileInUse, Sources} from './settings.js'

/** Where a password comes from. */
type PasswordSource =
  | {readonly from: 'nowhere' | 'question' | 'profile'}
  | {readonly from: 'text'; readonly text: string}

/** As whom to log in. */
export type Credentials = {readonly user: string | undefined; readonly password: PasswordSource}

/**
 * As whom to log in. Throws USAGE for a user who is not that of the profile and has no password: the password of one
 * user is not sent for another one.
 */
export function credentials(sources: Sources): Credentials {
  return sources.profile ? withProfile(sources, sources.profile) : withoutProfile(sources)
}

function withoutProfile(sources: Sources): Credentials {
  const {env} = sources
  const given = typed(sources)
  // The password of a URL without a user is that of the default user.
  const user = given.user ?? (given.fromUrl ? undefined : variable(env, 'CLUSTERTOOL_USER'))
  return {user, password: given.password ?? textSource(passwordInEnv(env))}
}

function passwordInEnv(env: Env): string | undefined {
  return variable(env, 'REDISCLI_AUTH') ?? variable(env, 'VALKEYCLI_AUTH')
}

/** REDISCLI_AUTH is not looked at: it is meant for another cluster. */
function withProfile(sources: Sources, profile: ProfileInUse): Credentials {
  const {settings, named} = profile
  const own = settings.user
  const given = typed(sources)
  if (given.password && given.fromUrl) return {user: given.user, password: given.password}
  const user = given.user ?? (named ? undefined : variable(sources.env, 'CLUSTERTOOL_USER')) ?? own
  if (given.password) return {user, password: given.password}
  if (!hasPassword(settings)) return {user, password: {from: 'nowhere'}}
  if (nameOf(user) === nameOf(own)) return {user: own, password: {from: 'profile'}}
  throw otherUser(given.userFrom ?? 'CLUSTERTOOL_USER', nameOf(user), profile)
}

/** What was typed: in flags, and in URLs, which also name other nodes. `fromUrl`: the password is that of a URL. */
function typed({flags, addresses}: Sources) {
  const url = addresses.find(({password}) => password !== undefined)
  const inUrl = url ?? addresses.find(({user}) => user !== undefined)
  const inFlags = typedPassword(flags)
  return {
    user: flags.user ?? inUrl?.user,
    userFrom: flags.user === undefined ? inUrl && 'The user of the URL' : '--user',
    password: inFlags ?? (url && textSource(url.password)),
    fromUrl: !inFlags && url !== undefined,
  }
}

/** A login without a user is one of the user default. */
function nameOf(user: string | undefined): string {
  return user ?? 'default'
}

function otherUser(what: string, user: string, {name, settings}: ProfileInUse): ClusterToolError {
  return new ClusterToolError(
    'USAGE',
    `${what} is ${user}, and the password of the profile ${name} is that of ${nameOf(settings.user)}.`,
    {hints: [`To log in as ${user}, add --askpass.`]},
  )
}

/** Whether a profile says where its password is. */
export function hasPassword(settings: Profile): boolean {
  const {password, 'password-file': file, 'password-command': command} = settings
  return [password, file, command].some((value) => value !== undefined)
}

function typedPassword({askpass, pass}: Sources['flags']): PasswordSource | undefined {
  if (askpass) return {from: 'question'}
  return pass === undefined ? undefined : {from: 'text', text: pass}
}

function textSource(text: string | undefined): PasswordSource {
  return text === undefined ? {from: 'nowhere'} : {from: 'text', text}
}
