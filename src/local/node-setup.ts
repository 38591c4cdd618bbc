import {isAtLeast} from '../domain/version.js'
import type {Certificates} from './certificates.js'
import {clusterArgs} from './launch.js'
import {loginLines} from './login.js'
import {loopbackHosts} from './ports.js'
import type {Secrets} from './secrets.js'
import type {ServerVersion} from './server-version.js'
import type {LocalSettings} from './description.js'

/** One node, as it is to be started. */
export type NodeToSetUp = {
  readonly port: number
  /** Undefined for all loopback addresses. */
  readonly host: string | undefined
  readonly version: ServerVersion
}

/** The loopback address of a node in a cluster with zones, by its index from 0. */
export function hostInZone(index: number, zones: number): string {
  return `127.0.0.${1 + (index % zones)}`
}

/** The name of the zone that has this loopback address. */
export function zoneOf(host: string): string {
  return `zone-${host.split('.').at(-1)}`
}

/** The arguments of a server. They contain no password, because every user of the machine can read them. */
export function nodeArgs({port, host, version}: NodeToSetUp, {certificates}: Secrets): string[] {
  const zoned = host === undefined ? [] : zoneArgs(host, version)
  return [
    ...clusterArgs(port, host === undefined ? loopbackHosts() : [host]),
    ...zoned,
    ...(certificates ? tlsArgs(port, certificates) : []),
  ]
}

/** The lines of a server's configuration file, which only the owner can read; empty if it needs none. */
export function configLines(
  {version}: Pick<NodeToSetUp, 'version'>,
  {login}: Pick<LocalSettings, 'login'>,
  {password}: Secrets,
): string[] {
  return loginLines(login, password, version)
}

function zoneArgs(host: string, {software, version}: ServerVersion): string[] {
  return [
    // On loopback all connections come from 127.0.0.1, so other nodes would take that for its address.
    '--cluster-announce-ip',
    host,
    // Protected mode accepts 127.0.0.1 only, and other nodes connect from their own addresses.
    '--protected-mode',
    'no',
    ...(software === 'valkey' && isAtLeast(version, 8) ? ['--availability-zone', zoneOf(host)] : []),
  ]
}

function tlsArgs(port: number, {ca, cert, key}: Certificates): string[] {
  const listening = ['--port', '0', '--tls-port', String(port)]
  const files = ['--tls-ca-cert-file', ca, '--tls-cert-file', cert, '--tls-key-file', key]
  return [...listening, ...files, '--tls-cluster', 'yes', '--tls-replication', 'yes']
}
