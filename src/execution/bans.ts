import {formatAddress} from '../domain/address.js'
import type {NodeId} from '../domain/node.js'
import type {StepExecution} from './execution.js'
import {type Member, viewOf} from './member.js'
import {until} from './wait.js'

/** A server bans a node for 60 s when it forgets it (CLUSTER_BLACKLIST_TTL in cluster.c). */
const BAN_SECONDS = 60
/** Servers count whole seconds. */
const LIMIT_MS = (BAN_SECONDS + 3) * 1000
const ASK_EVERY_MS = 250

type Ban = {readonly by: Member; readonly node: NodeId}

/**
 * Waits until no member bans a newcomer, and says so. Servers from Redis 7.2 on tell each other of their bans, and whoever
 * knows the node drops it then, minutes of work later if need be; older ones keep a ban to themselves, and one that is
 * told to MEET the node knows it all the same. Throws INCOMPLETE after the time that a ban lasts.
 */
export async function outliveBans(
  members: readonly Member[],
  newcomers: readonly NodeId[],
  {signal, tellNote}: StepExecution,
): Promise<void> {
  let bans: readonly Ban[] = []
  let told = false
  const describe = () => {
    const names = [...new Set(bans.map(({by}) => formatAddress(by.client.address)))]
    const nodes = [...new Set(bans.map(({node}) => nameOf(node, members)))]
    return `${names.join(', ')} still ${names.length === 1 ? 'bans' : 'ban'} ${nodes.join(', ')}`
  }
  await until(
    async () => {
      bans = await findBans(members, newcomers)
      if (bans.length === 0) return true
      if (!told) {
        tellNote(
          `${describe()}, removed from this cluster less than ${BAN_SECONDS} s ago; waiting for up to ${BAN_SECONDS} s.`,
        )
      }
      told = true
      return undefined
    },
    () => `${describe()}.`,
    {limitMs: LIMIT_MS, signal, everyMs: ASK_EVERY_MS},
  )
}

async function findBans(members: readonly Member[], newcomers: readonly NodeId[]): Promise<Ban[]> {
  const others = members.filter(({id}) => !newcomers.includes(id))
  const bans = await Promise.all(
    others.map(async (by) => {
      const known = new Set((await viewOf(by)).map(({id}) => id))
      const strangers = newcomers.filter((id) => !known.has(id))
      const banned = await Promise.all(strangers.map((id) => by.client.bans(id)))
      return strangers.filter((_, at) => banned[at]).map((node) => ({by, node}))
    }),
  )
  return bans.flat()
}

function nameOf(node: NodeId, members: readonly Member[]): string {
  const member = members.find(({id}) => id === node)
  return member ? formatAddress(member.client.address) : node
}
