import {ClusterToolError} from './errors.js'

/** Where a node listens for clients. */
export type Address = {readonly host: string; readonly port: number}

/** An address as a user writes it. It may contain credentials and request TLS. */
export type TypedAddress = Address & {
  readonly user: string | undefined
  readonly password: string | undefined
  readonly tls: boolean
}

/** `host:port`, with brackets around an IPv6 host. */
export function formatAddress({host, port}: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/**
 * Reads `host:port`, `host port`, `[::1]:7000`, `::1:7000`, `host:port@busport`, `redis://user:pass@host:port` and
 * `rediss://…`. Throws USAGE with the reason. The message never repeats a URL, because it may contain a password.
 */
export function parseAddress(text: string): TypedAddress {
  const url = /^(rediss?|valkeys?):\/\/(.*)$/s.exec(text.trim())
  if (url) return parseUrl(url[2] ?? '', url[1] === 'rediss' || url[1] === 'valkeys')
  return {...parseHostPort(text.trim(), text), user: undefined, password: undefined, tls: false}
}

/**
 * Reads one address, or several with commas between them; a URL may have several hosts after its credentials. Throws
 * USAGE like `parseAddress`.
 */
export function parseAddresses(text: string): readonly [TypedAddress, ...TypedAddress[]] {
  const [first, ...others] = splitList(text.trim())
  return [parseAddress(first), ...others.map(parseAddress)]
}

/** A comma before the last @ of a URL belongs to its password. */
function splitList(text: string): readonly [string, ...string[]] {
  const [only = '', ...more] = text.split(/,(?=(?:redis|valkey)s?:\/\/)/)
  const [, head = '', hosts = ''] = /^((?:(?:redis|valkey)s?:\/\/(?:.*@)?)?)(.*)$/s.exec(only) ?? []
  const [first = '', ...rest] = hosts.split(',')
  if (rest.includes('') || (first === '' && rest.length > 0)) {
    throw badAddress(head === '' ? text : 'the list in the URL', 'there is nothing beside one of its commas')
  }
  const others = [...rest.map((host) => `${head}${host}`), ...more.flatMap(splitList)]
  return [`${head}${first}`, ...others]
}

function parseUrl(rest: string, tls: boolean): TypedAddress {
  const authority = rest.replace(/[/?#].*$/s, '')
  const at = authority.lastIndexOf('@')
  const place = authority.slice(at + 1)
  const hasPort = /:\d+$/.test(place) && !/^\[?[^\]]*::[^\]]*$/.test(place)
  const address = parseHostPort(hasPort ? place : `${place}:6379`, 'the host and port of the URL')
  if (at < 0) return {...address, user: undefined, password: undefined, tls}
  const [user = '', ...password] = authority.slice(0, at).split(':')
  return {
    ...address,
    user: user === '' ? undefined : decode(user),
    password: password.length === 0 ? undefined : decode(password.join(':')),
    tls,
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ClusterToolError('USAGE', 'The user or password in the URL is not percent-encoded properly.', {
      hints: ['Write % as %25, or pass the password with --pass or REDISCLI_AUTH.'],
    })
  }
}

function parseHostPort(text: string, shown: string): Address {
  const match = /^(?:\[([^[\]]+)\]|(.*?))(?::|\s+)([^:\s]*)$/s.exec(text.replace(/@\d*$/, ''))
  if (!match) throw badAddress(shown, 'it has no port')
  const host = match[1] ?? match[2] ?? ''
  if (host === '') throw badAddress(shown, 'it has no host')
  // Only IPv6 addresses contain colons.
  const allowed = host.includes(':') ? /^(?=.*:.*:)[\da-f:.]+(%[\w.-]+)?$/i : /^[\w.-]+$/
  if (!allowed.test(host)) throw badAddress(shown, 'the host is neither a name nor an IP address')
  return {host, port: parsePort(match[3] ?? '', shown)}
}

function parsePort(text: string, shown: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port >= 1 && port <= 65_535)) throw badAddress(shown, `"${text}" is not a port from 1 to 65535`)
  return port
}

function badAddress(shown: string, reason: string): ClusterToolError {
  return new ClusterToolError('USAGE', `"${shown}" is not the address of a node: ${reason}.`, {
    hints: ['Write host:port, such as 10.0.0.5:7000 or [::1]:7000.'],
    details: [{code: 'bad-address'}],
    facts: [{code: 'bad-address'}],
  })
}
