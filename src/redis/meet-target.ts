import {lookup} from 'node:dns/promises'
import {isIP} from 'node:net'
import {ClusterToolError} from '../domain/errors.js'
import {toAnnounced} from './address-map.js'
import type {AddressRule} from './address-map.js'
import type {MeetTarget, NodeClient} from './node-client.js'

/**
 * The address at which other nodes should meet this one. CLUSTER MEET accepts only IP addresses, so a name becomes
 * the address that our own connection reached, unless an address map says that the nodes see another one. Throws
 * USAGE if an announced name does not resolve.
 */
export async function meetTarget(
  client: NodeClient,
  busPort: number,
  rules: readonly AddressRule[],
): Promise<MeetTarget> {
  const {host, port} = toAnnounced(client.address, rules)
  if (isIP(host) !== 0) return {host, port, busPort}
  const mapped = rules.some(({announced}) => announced.host === host)
  return {host: mapped ? await resolve(host) : client.remoteHost, port, busPort}
}

async function resolve(host: string): Promise<string> {
  const found = await lookup(host).catch((cause: unknown) => {
    throw new ClusterToolError(
      'USAGE',
      `The announced host name ${host} does not resolve, but CLUSTER MEET needs an IP address.`,
      {
        cause,
      },
    )
  })
  return found.address
}
