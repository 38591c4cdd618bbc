import {ownLine} from '../domain/node.js'
import type {FunctionLibrary, EndpointFacts} from '../domain/move-facts.js'
import {atomicJobsOf, type AtomicJobs} from './atomic-jobs.js'
import {parseClusterNodes} from './cluster-nodes.js'
import {unlessRefused} from './errors.js'
import {parseInfo} from './info.js'
import type {WireReply, Wire} from './wire.js'

/** Harmless: there is no such key, and this is not a valid payload. */
const PROBE = 'clustertool:probe'

const COMMANDS = {
  nodes: ['CLUSTER', 'NODES'],
  info: ['INFO'],
  exports: ['CLUSTER', 'GETSLOTMIGRATIONS'],
  imports: ['CLUSTER', 'MIGRATION', 'STATUS', 'ALL'],
  modules: ['MODULE', 'LIST'],
  functions: ['FUNCTION', 'LIST', 'WITHCODE'],
  login: ['CONFIG', 'GET', 'master*'],
  password: ['CONFIG', 'GET', 'requirepass'],
  defaultUser: ['ACL', 'GETUSER', 'default'],
  minReplicas: ['CONFIG', 'GET', 'min-replicas-to-write'],
  stopWrites: ['CONFIG', 'GET', 'stop-writes-on-bgsave-error'],
  // Servers check permissions first, so a user without them gets that error here. With permissions the answer is
  // MOVED, or NOKEY without a connection being made (MIGRATE), bad data (RESTORE-ASKING), or out of range (SETSLOT).
  migrate: ['MIGRATE', '127.0.0.1', '1', '', '0', '1', 'KEYS', PROBE],
  restore: ['RESTORE-ASKING', PROBE, '0', 'x'],
  setSlot: ['CLUSTER', 'SETSLOT', '16384', 'STABLE'],
  listKeys: ['CLUSTER', 'GETKEYSINSLOT', '0', '0'],
} as const satisfies Record<string, readonly string[]>

type ProbeName = keyof typeof COMMANDS
type Replies = Readonly<Record<ProbeName, WireReply>>

/** Reads one node, without the users as which others log in to it. */
export async function readEndpointFacts(wire: Wire): Promise<EndpointFacts> {
  const replies = await askAll(wire)
  const lines = replies.nodes.error ? [] : parseClusterNodes(String(replies.nodes.value))
  const own = ownLine(lines)
  if (!own) throw replies.nodes.error ?? new Error('its CLUSTER NODES does not contain the node itself')
  const info = replies.info.error ? undefined : String(replies.info.value)
  return {
    node: own.id,
    info: info === undefined ? undefined : parseInfo(info),
    ...jobsOf(replies),
    slots: own.slots,
    openSlots: own.openSlots,
    modules: listOf(replies.modules)?.map((module) => String(pairsOf(module).get('name'))),
    functions: listOf(replies.functions)?.map(toLibrary),
    denied: deniedOf(replies),
    login: loginWords(wire),
    asksPassword: asksPassword(replies),
    ...replicationOf(replies),
    usersWithoutWrite: [],
    refusesWrites: own.role === 'replica' ? 'replica' : refusalOf(info, replies),
    memory: info === undefined ? undefined : memoryOf(info),
  }
}

/** The function libraries of a node; undefined before Redis 7.0, and if the user may not run FUNCTION. */
export async function listFunctions(wire: Wire): Promise<FunctionLibrary[] | undefined> {
  const reply = await wire.call(...COMMANDS.functions).catch(unlessRefused)
  return listOf({error: undefined, value: reply})?.map(toLibrary)
}

/**
 * Those of the users that may not write on this node; asks with ACL DRYRUN (Redis 7.0). Users about whom nothing is
 * known count as allowed.
 */
export async function usersWithoutWrite(wire: Wire, users: readonly string[]): Promise<string[]> {
  const without: string[] = []
  for (const user of users) {
    const reply = await wire.call('ACL', 'DRYRUN', user, 'SET', PROBE, 'x').catch(unlessRefused)
    if (reply !== undefined && reply !== 'OK') without.push(user)
  }
  return without
}

async function askAll(wire: Wire): Promise<Replies> {
  const names = Object.keys(COMMANDS) as ProbeName[]
  const replies = await wire.callAll(names.map((name) => COMMANDS[name]))
  return Object.fromEntries(names.map((name, at) => [name, replies[at]])) as Replies
}

function jobsOf({exports, imports}: Replies): AtomicJobs {
  if (!exports.error) return atomicJobsOf('atomic-valkey', exports.value)
  if (!imports.error) return atomicJobsOf('atomic-redis', imports.value)
  return {atomic: undefined, underWay: [], leftOver: []}
}

function toLibrary(reply: unknown): FunctionLibrary {
  const pairs = pairsOf(reply)
  return {name: pairs.get('library_name') ?? '', code: pairs.get('library_code') ?? ''}
}

const PROBES = [
  ['MIGRATE', 'migrate'],
  ['RESTORE-ASKING', 'restore'],
  ['CLUSTER SETSLOT', 'setSlot'],
  ['CLUSTER GETKEYSINSLOT', 'listKeys'],
] as const

function deniedOf(replies: Replies): EndpointFacts['denied'] {
  return PROBES.flatMap(([command, name]) => {
    const {error} = replies[name]
    return error?.code === 'NOPERM' ? [{command, reason: error.message}] : []
  })
}

function loginWords({login}: Wire): EndpointFacts['login'] {
  if (!login) return 'none'
  return login.user === undefined ? 'password' : 'user'
}

function replicationOf({login}: Replies): Pick<EndpointFacts, 'replicationUser' | 'hasReplicationPassword'> {
  const pairs = pairsOf(login.value)
  const password = pairs.get('masterauth') ?? pairs.get('primaryauth')
  return {
    replicationUser: pairs.get('masteruser') || undefined,
    hasReplicationPassword: password === undefined ? undefined : password !== '',
  }
}

/** A default user without a password accepts every node that gives none. */
function asksPassword({password, defaultUser}: Replies): boolean | undefined {
  const required = pairsOf(password.value).get('requirepass')
  if (required) return true
  if (!defaultUser.error) {
    const flags = (defaultUser.value as unknown[])[1]
    const words = Array.isArray(flags) ? flags.map(String) : []
    return !words.includes('nopass') || words.includes('off')
  }
  return required === undefined ? undefined : false
}

function refusalOf(
  info: string | undefined,
  {minReplicas, stopWrites}: Replies,
): EndpointFacts['refusesWrites'] {
  const failed = info !== undefined && /^rdb_last_bgsave_status:err/m.test(info)
  const stops = pairsOf(stopWrites.value).get('stop-writes-on-bgsave-error')
  if (failed && stops === 'yes') return 'bgsave-failed'
  const needed = Number(pairsOf(minReplicas.value).get('min-replicas-to-write') ?? 0)
  const good = Number(/^min_(?:slaves|replicas)_good_(?:slaves|replicas):(\d+)/m.exec(info ?? '')?.[1] ?? 0)
  return needed > good ? 'too-few-replicas' : undefined
}

function memoryOf(info: string): EndpointFacts['memory'] {
  const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  return {used: field('used_memory'), dataset: field('used_memory_dataset'), limit: field('maxmemory')}
}

function listOf({error, value}: WireReply): unknown[] | undefined {
  return error || !Array.isArray(value) ? undefined : value
}

/** A flat list of names and values, which is a map in RESP2. */
function pairsOf(reply: unknown): Map<string, string> {
  const pairs = new Map<string, string>()
  if (!Array.isArray(reply)) return pairs
  for (let at = 0; at + 1 < reply.length; at += 2) pairs.set(String(reply[at]), String(reply[at + 1]))
  return pairs
}
