import {unlessRefused} from '../redis/errors.js'
import {formatAddress} from '../domain/address.js'
import type {NodeId} from '../domain/node.js'
import type {StepExecution} from './step-execution.js'
import {type Member, viewOf} from './member.js'
import {until} from './wait.js'

/**
 * For how long a server bans a node that it forgot (CLUSTER_BLACKLIST_TTL in cluster.c), if that cannot be
 * configured.
 */
const USUAL_SECONDS = 60
/** Servers count in whole seconds. */
const SLACK_SECONDS = 3
const ASK_EVERY_MS = 250

type Ban = {readonly by: Member; readonly node: NodeId}

/**
 * Waits until no member bans a newcomer, and reports that it waits. Servers from Redis 7.2 on tell each other about
 * their bans, and a server that knows the node then drops it, including its slots. Older servers keep a ban to
 * themselves, and accept the node if they are told to MEET it. Throws INCOMPLETE after the time that a ban lasts.
 */
export async function outliveBans(
  members: readonly Member[],
  newcomers: readonly NodeId[],
  {signal, tellNote}: StepExecution,
): Promise<void> {
  let bans = await findBans(members, newcomers)
  if (bans.length === 0) return
  const seconds = await secondsOf(bans)
  tellNote(
    `${describe(bans, members)}, which was just removed. Waiting for up to ${seconds} s until the ban ends.`,
  )
  await until(
    async () => {
      bans = await findBans(members, newcomers)
      return bans.length === 0 || undefined
    },
    () => `${describe(bans, members)}.`,
    {limitMs: (seconds + SLACK_SECONDS) * 1000, signal, everyMs: ASK_EVERY_MS},
  )
}

/** Valkey 9 has a setting for it. */
async function secondsOf(bans: readonly Ban[]): Promise<number> {
  const told = await Promise.all(bans.map(({by}) => by.client.settings(TTL).catch(unlessRefused)))
  return Math.max(...told.map((settings) => Number(settings?.get(TTL) ?? USUAL_SECONDS)))
}

const TTL = 'cluster-blacklist-ttl'

function describe(bans: readonly Ban[], members: readonly Member[]): string {
  const names = [...new Set(bans.map(({by}) => formatAddress(by.client.address)))]
  const nodes = [...new Set(bans.map(({node}) => nameOf(node, members)))]
  return `${names.join(', ')} still ${names.length === 1 ? 'bans' : 'ban'} ${nodes.join(', ')}`
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
