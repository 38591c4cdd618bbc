import {formatAddress} from '../domain/address.js'
import type {Gap, Member} from './member.js'

const SHOWN = 8

/** Describes which bus ports seem closed to which nodes, from the pairs of nodes that do not know each other. */
export function describeGaps(gaps: readonly Gap[]): string {
  const byTarget = new Map<Member, Member[]>()
  for (const {node, about} of gaps) byTarget.set(about, [...(byTarget.get(about) ?? []), node])
  const sentences = [...byTarget].map(
    ([about, nodes]) =>
      `the bus port ${about.target.busPort} of ${name(about)} cannot be reached from ${list(nodes)}`,
  )
  return sentences.length === 0
    ? 'the replies of the nodes were still outstanding.'
    : `${sentences.join('; ')}.`
}

function list(members: readonly Member[]): string {
  const names = members.slice(0, SHOWN).map(name).join(', ')
  return members.length > SHOWN ? `${names} and ${members.length - SHOWN} more` : names
}

function name({client}: Member): string {
  return formatAddress(client.address)
}
