import type {TypedAddress} from '../domain/address.js'
import {type Credentials, credentials} from '../profiles/credentials.js'
import type {Env} from '../profiles/env.js'
import type {NamedProfile} from '../profiles/file.js'
import {originOf, type ProfileInUse, type Sources, tlsSettings} from '../profiles/settings.js'
import {settingOf} from '../profiles/target.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {loadTls} from '../redis/tls.js'
import {askPassword} from './ask.js'
import {keepSecret} from './crash.js'
import {type ConnectionFlags, parseAddressRule, parseZoneRule} from './flags.js'

type Surroundings = {
  readonly env: Env
  /** The profile that the command uses. */
  readonly profile?: ProfileInUse | undefined
  /** Aborted when a password should no longer be asked for. */
  readonly signal?: AbortSignal | undefined
  /** How to ask for the password. */
  readonly question?: string
}

/**
 * How to connect: from flags, the typed addresses (a URL may contain credentials), a profile and the environment; the
 * more specific one wins. Reads certificate and password files, may run the password command of the profile, and may
 * ask for a password. Throws USAGE or REFUSED.
 */
export async function toConnectionOptions(
  flags: Omit<ConnectionFlags, 'json'> & {readonly zone?: readonly string[] | undefined},
  addresses: readonly TypedAddress[],
  {env, profile, ...asking}: Surroundings,
): Promise<ConnectionOptions> {
  const sources = {flags, addresses, profile, env}
  const tls = tlsSettings(sources)
  return {
    ...(await logIn(sources, asking)),
    tls: tls.tls
      ? await loadTls({...NO_TLS_FILES, ...tls, insecure: tls.insecure ?? false}, (key) =>
          originOf(key, sources),
        )
      : undefined,
    connectTimeoutMs: flags['connect-timeout'],
    commandTimeoutMs: flags['command-timeout'],
    // The first rule that fits is used.
    addressMap: [
      ...(flags['address-map'] ?? []).map(parseAddressRule),
      ...rulesOf(profile, 'address-map', parseAddressRule),
    ],
    zones: [...(flags.zone ?? []).map(parseZoneRule), ...rulesOf(profile, 'zones', parseZoneRule)],
  }
}

function rulesOf<T>(
  profile: ProfileInUse | undefined,
  key: 'address-map' | 'zones',
  parse: (text: string) => T,
): readonly T[] {
  const texts = profile?.settings[key] ?? []
  return profile ? settingOf(profile, key, () => texts.map(parse)) : []
}

const NO_TLS_FILES = {
  cacert: undefined,
  cacertdir: undefined,
  cert: undefined,
  key: undefined,
  sni: undefined,
}

type PasswordQuestion = Pick<Surroundings, 'signal' | 'question'>

async function logIn(
  sources: Sources,
  asking: PasswordQuestion,
): Promise<{user: string | undefined; password: string | undefined}> {
  const {user, password: source} = credentials(sources)
  const password = await readPassword(source, sources.profile, asking)
  keepSecret(password)
  return {user, password}
}

async function readPassword(
  source: Credentials['password'],
  profile: NamedProfile | undefined,
  {signal, question = 'Please input password: '}: PasswordQuestion,
): Promise<string | undefined> {
  if (source.from === 'text') return source.text
  if (source.from === 'question') return askPassword(question, signal)
  if (source.from === 'nowhere' || !profile) return undefined
  const {passwordOf} = await import('../profiles/password.js')
  return passwordOf(profile, signal)
}
