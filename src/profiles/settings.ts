import type {TypedAddress} from '../domain/address.js'
import type {Profile} from '../contract/schemas/profile.js'
import {type Env, variable} from './env.js'
import {pathFrom} from './place.js'

/** Settings of TLS, by the names of the flags. */
export type TlsSettings = Partial<
  Record<
    'cacert' | 'cacertdir' | 'cert' | 'key' | 'sni' | 'tls-ciphers' | 'tls-ciphersuites',
    string | undefined
  >
> & {readonly tls?: boolean | undefined; readonly insecure?: boolean | undefined}

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

/** Settings from one place, and how a message says that one of them comes from there. */
type Layer = {readonly values: TlsSettings; readonly origin: (key: keyof TlsSettings) => string}

/**
 * The settings of TLS: from the flags, else URLs, else a profile that was named, else the environment, else the default
 * profile.
 */
export function tlsSettings(sources: Sources): TlsSettings {
  const layers = layersOf(sources)
  const groups = GROUPS.map((keys) => {
    const layer = layerWith(keys, layers)
    return Object.fromEntries(keys.map((key) => [key, layer?.values[key]]))
  })
  return Object.assign({}, ...groups) as TlsSettings
}

/** Where a setting of TLS comes from, for a message about its value: «given with --cacert». */
export function originOf(key: keyof TlsSettings, sources: Sources): string {
  const group = GROUPS.find((keys) => keys.includes(key)) ?? [key]
  return layerWith(group, layersOf(sources))?.origin(key) ?? `given with --${key}`
}

function layersOf({flags, addresses, profile, env}: Sources): readonly Layer[] {
  const inFlags: Layer = {values: flags, origin: (key) => `given with --${key}`}
  const inUrl: Layer = {values: {tls: addresses.some(({tls}) => tls)}, origin: () => 'given in the URL'}
  const inEnv: Layer = {
    values: {
      cacert: variable(env, 'CLUSTERTOOL_CACERT'),
      cert: variable(env, 'CLUSTERTOOL_CERT'),
      key: variable(env, 'CLUSTERTOOL_KEY'),
    },
    origin: (key) => `named by CLUSTERTOOL_${key.toUpperCase()}`,
  }
  if (!profile) return [inFlags, inUrl, inEnv]
  const inProfile: Layer = {
    values: inPlace(profile),
    origin: (key) => `named by ${key} of the profile ${profile.name}`,
  }
  return profile.named ? [inFlags, inUrl, inProfile, inEnv] : [inFlags, inUrl, inEnv, inProfile]
}

/** A flag that is not given is false or undefined. */
function layerWith(keys: readonly (keyof TlsSettings)[], layers: readonly Layer[]): Layer | undefined {
  return layers.find(({values}) => keys.some((key) => values[key]))
}

/** Paths of a profile start at the folder of its file. */
function inPlace({file, settings}: ProfileInUse): TlsSettings {
  const place = (path: string | undefined) => path && pathFrom(file, path)
  const {cacert, cacertdir, cert, key} = settings
  return {...settings, cacert: place(cacert), cacertdir: place(cacertdir), cert: place(cert), key: place(key)}
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
