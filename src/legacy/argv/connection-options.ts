import {parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {flag, type GivenFlag, ignored, type Option, value} from './option.js'

/** Options of redis-cli and valkey-cli that say how to connect. */
export const CONNECTION_OPTIONS: Readonly<Record<string, Option>> = {
  '-a': value('pass'),
  '--pass': value('pass'),
  '--user': value('user'),
  '--askpass': flag('askpass'),
  '-u': {takes: 'word', read: ([url = '']) => readUrl(url)},
  '-t': value('connect-timeout', readSeconds),
  '--tls': flag('tls'),
  '--sni': value('sni'),
  '--cacert': value('cacert'),
  '--cacertdir': value('cacertdir'),
  '--cert': value('cert'),
  '--key': value('key'),
  '--insecure': flag('insecure'),
  '--tls-ciphers': value('tls-ciphers'),
  '--tls-ciphersuites': value('tls-ciphersuites'),
  '--no-auth-warning': ignored(),
  // Names are looked up in both families, and whichever answers first is used.
  '-4': ignored(),
  '-6': ignored(),
}

/** In cluster mode the credentials of a URL are used and its address is not; a lone name before @ is the password. */
function readUrl(url: string): readonly GivenFlag[] {
  if (!/^(redis|valkey)s?:\/\//.test(url)) {
    throw new ClusterToolError('USAGE', '-u takes a URL such as redis://user:password@host:port.')
  }
  const {user, password, tls} = parseAddress(url)
  const given: GivenFlag[] = tls ? [['tls', true]] : []
  if (password === undefined) return user === undefined ? given : [...given, ['pass', user]]
  if (user !== undefined) given.push(['user', user])
  return [...given, ['pass', password]]
}

/** Seconds, with a fraction if need be; 0 was no limit, and the usual limit takes its place. */
function readSeconds(text: string): string | undefined {
  const seconds = /^(\d{1,6}\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(seconds)) {
    throw new ClusterToolError('USAGE', `-t takes a number of seconds, and "${text}" is none.`)
  }
  return seconds === 0 ? undefined : String(Math.max(1, Math.round(seconds * 1000)))
}
