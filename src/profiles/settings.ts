import type {TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Profile} from '../contract/schemas/profile.js'
import type {Env} from './env.js'
import {pathFrom} from './place.js'

/** Settings of TLS, by the names of the flags. */
export type TlsSettings = Partial<
  Record<
    'cacert' | 'cacertdir' | 'cert' | 'key' | 'sni' | 'tls-ciphers' | 'tls-ciphersuites',
    string | undefined
  >
> & {readonly tls?: boolean | undefined; readonly insecure?: boolean | undefined}

/** Where a password comes from. */
export type PasswordSource =
  | {readonly from: 'nowhere' | 'question' | 'profile'}
  | {readonly from: 'text'; readonly text: string}

/** As whom to log in. */
export type Credentials = {readonly user: string | undefined; readonly password: PasswordSource}

/** A profile in use; `named`: on the command line, so that it has precedence over the environment. */
export type ProfileInUse = {
  readonly name: string
  readonly file: string
  readonly settings: Profile
  readonly named: boolean
}

/** What determines how to connect: flags that were typed, addresses, a profile, and the environment. */
export type Sources = {
  readonly flags: TlsSettings & {
    readonly user?: string | undefined
    readonly pass?: string | undefined
    readonly askpass?: boolean | undefined
  }
  readonly addresses: readonly TypedAddress[]
  readonly profile: ProfileInUse | undefined
  readonly env: Env
}

/** Settings that mean something together only, so all of a group come from the same place. */
const GROUPS: readonly (readonly (keyof TlsSettings)[])[] = [
  ['tls'],
  ['cacert', 'cacertdir'],
  ['cert', 'key'],
  ['sni'],
  ['insecure'],
  ['tls-ciphers'],
  ['tls-ciphersuites'],
]

/** The settings of TLS: from the flags, else URLs, else a profile that was named, else the environment, else the default profile. */
export function tlsSettings({flags, addresses, profile, env}: Sources): TlsSettings {
  const ofUrls: TlsSettings = addresses.some(({tls}) => tls) ? {tls: true} : {}
  const ofProfile = profile ? [inPlace(profile)] : []
  const ofEnv: TlsSettings = {
    cacert: env['CLUSTERTOOL_CACERT'] || undefined,
    cert: env['CLUSTERTOOL_CERT'] || undefined,
    key: env['CLUSTERTOOL_KEY'] || undefined,
  }
  const layers = [flags, ofUrls, ...(profile?.named ? [...ofProfile, ofEnv] : [ofEnv, ...ofProfile])]
  return Object.assign({}, ...GROUPS.map((keys) => groupOf(keys, layers))) as TlsSettings
}

function groupOf(keys: readonly (keyof TlsSettings)[], layers: readonly TlsSettings[]): TlsSettings {
  // A flag that is not given is false or undefined.
  const layer = layers.find((one) => keys.some((key) => one[key]))
  return Object.fromEntries(keys.map((key) => [key, layer?.[key]]))
}

/** Paths of a profile start at the folder of its file. */
function inPlace({file, settings}: ProfileInUse): TlsSettings {
  const place = (path: string | undefined) => path && pathFrom(file, path)
  const {cacert, cacertdir, cert, key} = settings
  return {...settings, cacert: place(cacert), cacertdir: place(cacertdir), cert: place(cert), key: place(key)}
}

/**
 * As whom to log in. Throws USAGE for a user who is not that of the profile and has no password: the password of one
 * user is not sent for another one.
 */
export function credentials(sources: Sources): Credentials {
  return sources.profile ? withProfile(sources, sources.profile) : withoutProfile(sources)
}

function withoutProfile({flags, addresses, env}: Sources): Credentials {
  const url = addresses.find(({password}) => password !== undefined)
  const inUrl = (url ?? addresses.find(({user}) => user !== undefined))?.user
  const typed = typedPassword(flags)
  const ofUrl = url?.password
  // The password of a URL without a user is that of the default user.
  const inEnv = typed || ofUrl === undefined ? env['CLUSTERTOOL_USER'] || undefined : undefined
  const user = flags.user ?? inUrl ?? inEnv
  const password = ofUrl ?? (env['REDISCLI_AUTH'] || env['VALKEYCLI_AUTH'] || undefined)
  return {user, password: typed ?? toSource(password)}
}

/** REDISCLI_AUTH is not looked at: it is meant for another cluster. */
function withProfile({flags, env}: Sources, {name, settings, named}: ProfileInUse): Credentials {
  const {user: own} = settings
  const inEnv = named ? undefined : env['CLUSTERTOOL_USER'] || undefined
  const user = flags.user ?? inEnv ?? own
  const typed = typedPassword(flags)
  if (typed) return {user, password: typed}
  if (!hasPassword(settings)) return {user, password: {from: 'nowhere'}}
  if (user === (own ?? 'default') || user === own) return {user: own, password: {from: 'profile'}}
  const what = flags.user === undefined ? 'CLUSTERTOOL_USER' : '--user'
  throw new ClusterToolError(
    'USAGE',
    `${what} is ${user}, and the password of the profile ${name} is that of ${own ?? 'the default user'}.`,
    {hints: [`To log in as ${user}, add --askpass.`]},
  )
}

/** Whether a profile says where its password is. */
export function hasPassword(settings: Profile): boolean {
  return (
    settings.password !== undefined ||
    settings['password-file'] !== undefined ||
    settings['password-command'] !== undefined
  )
}

function typedPassword({askpass, pass}: Sources['flags']): PasswordSource | undefined {
  if (askpass) return {from: 'question'}
  return pass === undefined ? undefined : {from: 'text', text: pass}
}

function toSource(text: string | undefined): PasswordSource {
  return text === undefined ? {from: 'nowhere'} : {from: 'text', text}
}

/**
 * The flags with the settings of a profile as their defaults. `names`: the flags that the command has; `typed`: those
 * that were typed.
 */
export function withDefaults<F extends object>(
  flags: F,
  settings: Profile,
  {names, typed}: {readonly names: readonly string[]; readonly typed: ReadonlySet<string>},
): F {
  const given = DEFAULTS.flatMap((key) => {
    const value = settings[key]
    return value === undefined || typed.has(key) || !names.includes(key) ? [] : [[key, value] as const]
  })
  return {...flags, ...Object.fromEntries(given)}
}

/** Settings of a profile that are the defaults of flags. */
const DEFAULTS = [
  'connect-timeout',
  'command-timeout',
  'max-pause',
  'method',
  'window',
  'pipeline',
  'timeout',
  'join-timeout',
] as const satisfies readonly (keyof Profile)[]
