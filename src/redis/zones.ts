import type {Address} from '../domain/address.js'
import type {ZoneRule} from '../domain/layout.js'
import {ownLine} from '../domain/node.js'
import type {NodeReading} from './reading.js'

/**
 * What a node said, with the zone that a rule gives it if it did not name one. A rule fits the address by which the
 * node was reached, and the address and the host name that it announces. The first rule that fits is used.
 */
export function withZone(reading: NodeReading, address: Address, rules: readonly ZoneRule[]): NodeReading {
  const {info, view} = reading
  if (rules.length === 0 || !info || info.availabilityZone !== undefined) return reading
  const line = ownLine(view)
  const hosts = [address.host, line?.host, line?.hostname]
  const ports = [address.port, line?.port]
  const rule = rules.find(
    ({host, port}) => hosts.includes(host) && (port === undefined || ports.includes(port)),
  )
  return rule ? {...reading, info: {...info, availabilityZone: rule.zone}} : reading
}
