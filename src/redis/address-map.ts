import type {Address} from '../domain/address.js'

/** One `--address-map` rule; without a port it applies to every port of the host. */
export type AddressRule = {
  readonly announced: {readonly host: string; readonly port: number | undefined}
  readonly reachable: {readonly host: string; readonly port: number | undefined}
}

/**
 * Where clustertool reaches a node that announces `address`, for Docker and NAT. The first rule that matches wins.
 */
export function toReachable(address: Address, rules: readonly AddressRule[]): Address {
  for (const {announced, reachable} of rules) {
    if (fits(address, announced)) return {host: reachable.host, port: reachable.port ?? address.port}
  }
  return address
}

/**
 * Where other nodes reach a node that the user named by `address`. A user behind NAT may type either side of a rule;
 * nodes only get the announced one.
 */
export function toAnnounced(address: Address, rules: readonly AddressRule[]): Address {
  if (rules.some(({announced}) => fits(address, announced))) return address
  for (const {announced, reachable} of rules) {
    if (fits(address, reachable)) return {host: announced.host, port: announced.port ?? address.port}
  }
  return address
}

function fits(address: Address, side: AddressRule['announced']): boolean {
  return side.host === address.host && (side.port === undefined || side.port === address.port)
}
