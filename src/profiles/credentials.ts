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

function withoutProfile({flags, addresses, env}: Sources): Credentials {
  const url = addresses.find(({password}) => password !== undefined)
  const inUrl = url ?? addresses.find(({user}) => user !== undefined)
  const typed = typedPassword(flags)
  // The password of a URL without a user is that of the default user.
  const inEnv = typed || !url ? variable(env, 'CLUSTERTOOL_USER') : undefined
  return {
    user: flags.user ?? inUrl?.user ?? inEnv,
    password: typed ?? textSource(url?.password ?? passwordInEnv(env)),
  }
}

function passwordInEnv(env: Env): string | undefined {
  return variable(env, 'REDISCLI_AUTH') ?? variable(env, 'VALKEYCLI_AUTH')
}

/** REDISCLI_AUTH is not looked at: it is meant for another cluster. */
function withProfile({flags, env}: Sources, profile: ProfileInUse): Credentials {
  const {settings, named} = profile
  const own = settings.user
  const user = flags.user ?? (named ? undefined : variable(env, 'CLUSTERTOOL_USER')) ?? own
  const typed = typedPassword(flags)
  if (typed) return {user, password: typed}
  if (!hasPassword(settings)) return {user, password: {from: 'nowhere'}}
  if (nameOf(user) === nameOf(own)) return {user: own, password: {from: 'profile'}}
  throw otherUser(flags.user === undefined ? 'CLUSTERTOOL_USER' : '--user', nameOf(user), profile)
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
