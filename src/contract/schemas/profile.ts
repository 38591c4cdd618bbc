import * as v from 'valibot'
import {findingCode} from './finding.js'

const text = v.pipe(v.string(), v.nonEmpty())
const path = text
const whole = v.pipe(v.number(), v.integer(), v.minValue(1))

/** A setting that may be left out, with its line in docs/profiles.md. */
function setting<const S extends v.GenericSchema>(schema: S, description: string) {
  return v.exactOptional(v.pipe(schema, v.description(description)))
}

/** A profile: how to reach one cluster. Keys that are also flags have the names of these. */
export const profile = v.strictObject({
  seeds: v.pipe(
    v.array(text),
    v.minLength(1),
    v.description('nodes of the cluster, as host:port; the first that answers is used'),
  ),
  user: setting(text, 'ACL user to log in as'),
  password: setting(text, 'password; the file must have mode 0600'),
  'password-file': setting(path, 'file with the password; it must have mode 0600'),
  'password-command': setting(
    v.union([text, v.pipe(v.array(text), v.minLength(1))]),
    'command that prints the password: a list is run without a shell, a text with `sh -c`',
  ),
  tls: setting(v.boolean(), 'whether to use TLS'),
  cacert: setting(path, 'PEM file with the certificate of the authority to trust'),
  cacertdir: setting(path, 'folder with PEM files of authorities to trust'),
  cert: setting(path, 'PEM file with the client certificate'),
  key: setting(path, 'PEM file with the private key of the client certificate'),
  sni: setting(text, 'server name for TLS (SNI)'),
  insecure: setting(v.boolean(), 'whether to accept any certificate'),
  'tls-ciphers': setting(text, 'ciphers for TLS 1.2 and earlier, in OpenSSL format'),
  'tls-ciphersuites': setting(text, 'ciphers for TLS 1.3'),
  'address-map': setting(v.array(text), 'rules for Docker and NAT, each as announced=reachable'),
  zones: setting(
    v.array(text),
    'zones of nodes or hosts that do not report theirs, each as host:port=zone or host=zone',
  ),
  ignore: setting(v.array(findingCode), 'codes of findings that `check` should ignore'),
  'connect-timeout': setting(whole, 'milliseconds to wait for a connection'),
  'command-timeout': setting(whole, 'milliseconds to wait for a reply'),
  'max-pause': setting(whole, 'milliseconds for which a batch of keys may block a server'),
  method: setting(v.picklist(['auto', 'atomic', 'keys']), 'how slots are moved'),
  window: setting(v.pipe(whole, v.maxValue(16_384)), 'number of slots that are opened together'),
  pipeline: setting(whole, 'maximum number of keys in one MIGRATE'),
  timeout: setting(whole, 'milliseconds that a big key may take'),
  'join-timeout': setting(whole, 'seconds to wait until the nodes agree'),
})

/** The names that a profile may have. */
export const profileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w.-]*$/))

/** The configuration file. */
export const profileFile = v.strictObject({
  default: setting(v.string(), 'name of the profile that a command without a node uses'),
  profiles: v.exactOptional(v.record(profileName, profile)),
})

/** How to reach one cluster, as the configuration file says it. */
export type Profile = v.InferOutput<typeof profile>
