import * as Args from '@oclif/core/args'
import type {FlagsOf} from './flags-of.js'
import * as Flags from '@oclif/core/flags'
import {parseAddress, type TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ZoneRule} from '../domain/layout.js'
import type {AddressRule} from '../redis/address-map.js'

/** A node of the cluster, as `host:port` or `host port`; the port of the second form is `portArg`. */
export const seedArg = Args.string({
  name: 'node',
  description:
    'Any node of the cluster, as host:port or host port; several with commas between them; or @profile. Default: the default profile.',
  // oclif would read a missing argument from stdin, which is for answers.
  ignoreStdin: true,
})
export const portArg = Args.string({
  name: 'port',
  description: 'Port, if it is not part of the first argument.',
  ignoreStdin: true,
})

const GROUP = 'CONNECTION'

/** How to reach and log in to nodes; every command has these. */
export const connectionFlags = {
  user: Flags.string({description: 'ACL user to log in as. Default: $CLUSTERTOOL_USER.', helpGroup: GROUP}),
  pass: Flags.string({
    char: 'a',
    aliases: ['password'],
    description:
      'Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment.',
    helpGroup: GROUP,
  }),
  askpass: Flags.boolean({description: 'Ask for the password without showing it.', helpGroup: GROUP}),
  tls: Flags.boolean({description: 'Use TLS.', helpGroup: GROUP}),
  cacert: Flags.string({
    description: 'PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT.',
    helpGroup: GROUP,
  }),
  cacertdir: Flags.string({description: 'Folder with PEM files of authorities to trust.', helpGroup: GROUP}),
  cert: Flags.string({
    description: 'PEM file with the client certificate. Default: $CLUSTERTOOL_CERT.',
    helpGroup: GROUP,
  }),
  key: Flags.string({
    description: 'PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY.',
    helpGroup: GROUP,
  }),
  sni: Flags.string({description: 'Server name for TLS (SNI).', helpGroup: GROUP}),
  insecure: Flags.boolean({description: 'Do not verify certificates.', helpGroup: GROUP}),
  'tls-ciphers': Flags.string({
    description: 'Ciphers for TLS 1.2 and earlier, in OpenSSL format.',
    helpGroup: GROUP,
  }),
  'tls-ciphersuites': Flags.string({description: 'Ciphers for TLS 1.3.', helpGroup: GROUP}),
  'connect-timeout': Flags.integer({
    description: 'Milliseconds to wait for a connection.',
    default: 3000,
    min: 1,
    helpGroup: GROUP,
  }),
  'command-timeout': Flags.integer({
    description: 'Milliseconds to wait for a reply.',
    default: 5000,
    min: 1,
    helpGroup: GROUP,
  }),
  'address-map': Flags.string({
    description:
      'Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port.',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: GROUP,
  }),
}

/** Where nodes are, for commands that look at that. */
export const zoneFlags = {
  zone: Flags.string({
    description:
      'Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
  }),
}

export type ConnectionFlags = FlagsOf<typeof connectionFlags>

/** The seed from its one or two arguments. Throws USAGE if it is missing or not an address. */
export function parseSeed(node: string | undefined, port: string | undefined): TypedAddress {
  if (node === undefined) {
    throw new ClusterToolError('USAGE', 'No node was given.', {
      hints: ['Name any node of the cluster as host:port.'],
    })
  }
  return parseAddress(port === undefined ? node : `${node} ${port}`)
}

/** One `--address-map` value. Throws USAGE, naming it, if it is not `announced=reachable`. */
export function parseAddressRule(text: string): AddressRule {
  const [announced, reachable, ...rest] = text.split('=')
  if (!announced || !reachable || rest.length > 0) {
    throw new ClusterToolError('USAGE', `"${text}" is not an address map rule.`, {
      hints: ['Write announced=reachable, such as 172.17.0.2=10.0.0.5 or 172.17.0.2:7000=localhost:17000.'],
    })
  }
  return {announced: parseSide(announced), reachable: parseSide(reachable)}
}

/** One zone rule of a profile. Throws USAGE, naming it, if it is not `host=zone` or `host:port=zone`. */
export function parseZoneRule(text: string): ZoneRule {
  const equals = text.lastIndexOf('=')
  const zone = text.slice(equals + 1)
  if (equals < 1 || zone === '') {
    throw new ClusterToolError('USAGE', `"${text}" names no zone.`, {
      hints: ['Write host:port=zone or host=zone, such as 10.0.0.1=eu-west-1a.'],
    })
  }
  return {...parseSide(text.slice(0, equals)), zone}
}

function parseSide(text: string): AddressRule['announced'] {
  const bracketed = /^\[([^\]]+)\]$/.exec(text)?.[1]
  if (bracketed) return {host: bracketed, port: undefined}
  // An IPv6 address alone has colons and no port; `::1:7000` is ambiguous here, so brackets are required.
  if (!text.includes(':') || /^[^[\]]*:[^[\]]*:/.test(text)) return {host: text, port: undefined}
  const {host, port} = parseAddress(text)
  return {host, port}
}
