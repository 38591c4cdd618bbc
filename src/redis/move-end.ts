import type {Redis} from 'ioredis'
import type {FunctionLibrary, MoveEnd, MoveEnds, Strays} from '../domain/move-end.js'
import type {Move} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import {SLOT_COUNT, type SlotRange, slotsOf, subtractRanges} from '../domain/slot.js'
import {atomicJobsOf, type AtomicJobs} from './atomic-jobs.js'
import {parseClusterNodes} from './cluster-nodes.js'
import {loginOf} from './connection.js'
import {replyCode} from './failure.js'
import {parseInfo} from './info.js'
import type {Session} from './session.js'

/**
 * Reads both ends of all moves side by side. `strays`: whether keys are looked for that targets hold already, or that sources which give all their slots away would lose. Rejects when
 * a connection fails; what is refused is undefined.
 */
export async function readMoveEnds(
  session: Session,
  moves: readonly Move[],
  {strays: looks}: {readonly strays: boolean},
): Promise<MoveEnds> {
  const ids = [...new Set(moves.flatMap(({source, target}) => [source, target]))]
  const [readings, keys] = await Promise.all([
    Promise.all(ids.map((id) => session.node(id).moveEnd())),
    Promise.all(moves.map(({source, ranges}) => session.node(source).countSlotKeys([...slotsOf(ranges)]))),
  ])
  const byId = new Map(readings.map((end) => [end.node, end]))
  const [ends, strays, stranded] = await Promise.all([
    Promise.all(readings.map((end) => withUsers(session, end, {moves, byId}))),
    looks ? Promise.all(moves.map((move) => straysOf(session, move, byId))) : [],
    looks ? strandedOn(session, moves, readings) : new Map<never, never>(),
  ])
  return {ends: new Map(ends.map((end) => [end.node, end])), keys, strays, stranded}
}

type EndsById = ReadonlyMap<NodeId, MoveEnd>

/** An end, with the users of its sources that may not write on it. */
async function withUsers(
  session: Session,
  end: MoveEnd,
  {moves, byId}: {readonly moves: readonly Move[]; readonly byId: EndsById},
): Promise<MoveEnd> {
  const sources = moves.flatMap(({source, target}) => (target === end.node ? [source] : []))
  const users = new Set(sources.map((source) => byId.get(source)?.replicationUser ?? 'default'))
  return {...end, usersWithoutWrite: await session.node(end.node).usersWithoutWrite([...users])}
}

/** A primary without slots becomes a replica, and what it had is gone. */
async function strandedOn(
  session: Session,
  moves: readonly Move[],
  readings: readonly MoveEnd[],
): Promise<Map<NodeId, Strays>> {
  const found = await Promise.all(
    readings.map(async ({node, slots}): Promise<(readonly [NodeId, Strays])[]> => {
      const given = moves.flatMap(({source, ranges}) => (source === node ? ranges : []))
      if (given.length === 0 || subtractRanges(slots, given).length > 0) return []
      const strays = await session.node(node).strays([...slotsOf(subtractRanges(ALL_SLOTS, slots))])
      return strays ? [[node, strays]] : []
    }),
  )
  return new Map(found.flat())
}

const ALL_SLOTS: readonly SlotRange[] = [{start: 0, end: SLOT_COUNT - 1}]

/** A target is expected to hold keys of slots that are open between the two, and of its own. */
async function straysOf(
  session: Session,
  {source, target, ranges}: Move,
  byId: EndsById,
): Promise<Strays | undefined> {
  const [from, to] = [byId.get(source), byId.get(target)]
  const moved = new Set(slotsOf(ranges))
  const open = [
    ...(from?.openSlots.filter(({direction, peer}) => direction === 'migrating' && peer === target) ?? []),
    ...(to?.openSlots.filter(({direction}) => direction === 'importing') ?? []),
  ].flatMap(({slot}) => (moved.has(slot) ? [slot] : []))
  const expected = new Set([...open, ...slotsOf(to?.slots ?? [])])
  const strays = await session.node(target).strays([...moved].filter((slot) => !expected.has(slot)))
  // A node that lost its marks hides what it got while it had them.
  return strays && open.length > 0 ? {...strays, hidden: 0} : strays
}

/** Harmless whatever it answers: such a key is nowhere, and such a payload is none. */
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
  // Access rights are looked at before anything else, so a user without them is told so here; with them the answer is
  // MOVED, or NOKEY without a connection being made (MIGRATE), bad data (RESTORE-ASKING), out of range (SETSLOT).
  migrate: ['MIGRATE', '127.0.0.1', '1', '', '0', '1', 'KEYS', PROBE],
  restore: ['RESTORE-ASKING', PROBE, '0', 'x'],
  setSlot: ['CLUSTER', 'SETSLOT', '16384', 'STABLE'],
  listKeys: ['CLUSTER', 'GETKEYSINSLOT', '0', '0'],
} as const satisfies Record<string, readonly string[]>

type Asked = keyof typeof COMMANDS
type Replies = Readonly<Record<Asked, {readonly error: Error | undefined; readonly value: unknown}>>

/** What one node says, but for the users that others log in as. */
export async function readMoveEnd(redis: Redis): Promise<MoveEnd> {
  const replies = await askAll(redis)
  const lines = replies.nodes.error ? [] : parseClusterNodes(String(replies.nodes.value))
  const own = lines.find(({myself}) => myself)
  if (!own) throw replies.nodes.error ?? new Error('it names no node as itself')
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
    login: loginWords(redis),
    asksPassword: asksPassword(replies),
    ...replicationOf(replies),
    usersWithoutWrite: [],
    refusesWrites: own.role === 'replica' ? 'replica' : refusalOf(info, replies),
    memory: info === undefined ? undefined : memoryOf(info),
  }
}

/** The function libraries of a node; undefined before Redis 7.0 and where FUNCTION may not be run. */
export async function listFunctions(redis: Redis): Promise<FunctionLibrary[] | undefined> {
  const reply: unknown = await redis.call(...COMMANDS.functions).catch((error: unknown) => {
    if (replyCode(error) === undefined) throw error
  })
  return listOf({error: undefined, value: reply})?.map(toLibrary)
}

/** Of these users those that may not write on this node; asks with ACL DRYRUN, Redis 7.0. Unknown is taken as able. */
export async function usersWithoutWrite(redis: Redis, users: readonly string[]): Promise<string[]> {
  const without: string[] = []
  for (const user of users) {
    const reply: unknown = await redis.call('ACL', 'DRYRUN', user, 'SET', PROBE, 'x').catch(() => 'OK')
    if (String(reply) !== 'OK') without.push(user)
  }
  return without
}

async function askAll(redis: Redis): Promise<Replies> {
  const names = Object.keys(COMMANDS) as Asked[]
  const replies = (await redis.pipeline(names.map((name) => ['call', ...COMMANDS[name]])).exec()) ?? []
  return Object.fromEntries(
    names.map((name, at) => {
      const [error, value] = replies[at] ?? [new Error('no reply'), undefined]
      if (error && replyCode(error) === undefined) throw error
      return [name, {error: error ?? undefined, value}]
    }),
  ) as Replies
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

function deniedOf(replies: Replies): MoveEnd['denied'] {
  return PROBES.flatMap(([command, name]) => {
    const {error} = replies[name]
    return error && replyCode(error) === 'NOPERM' ? [{command, reason: error.message}] : []
  })
}

function loginWords(redis: Redis): MoveEnd['login'] {
  const login = loginOf(redis)
  if (!login) return 'none'
  return login.user === undefined ? 'password' : 'user'
}

function replicationOf({login}: Replies): Pick<MoveEnd, 'replicationUser' | 'hasReplicationPassword'> {
  const pairs = pairsOf(login.value)
  const password = pairs.get('masterauth') ?? pairs.get('primaryauth')
  return {
    replicationUser: pairs.get('masteruser') || undefined,
    hasReplicationPassword: password === undefined ? undefined : password !== '',
  }
}

/** A default user that needs no password lets every node in that gives none. */
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

function refusalOf(info: string | undefined, {minReplicas, stopWrites}: Replies): MoveEnd['refusesWrites'] {
  const failed = info !== undefined && /^rdb_last_bgsave_status:err/m.test(info)
  const stops = pairsOf(stopWrites.value).get('stop-writes-on-bgsave-error')
  if (failed && stops === 'yes') return 'bgsave-failed'
  const needed = Number(pairsOf(minReplicas.value).get('min-replicas-to-write') ?? 0)
  const good = Number(/^min_(?:slaves|replicas)_good_(?:slaves|replicas):(\d+)/m.exec(info ?? '')?.[1] ?? 0)
  return needed > good ? 'too-few-replicas' : undefined
}

function memoryOf(info: string): MoveEnd['memory'] {
  const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  return {used: field('used_memory'), dataset: field('used_memory_dataset'), limit: field('maxmemory')}
}

function listOf({error, value}: {error: Error | undefined; value: unknown}): unknown[] | undefined {
  return error || !Array.isArray(value) ? undefined : value
}

/** A flat list of names and values, as RESP2 has maps. */
function pairsOf(reply: unknown): Map<string, string> {
  const pairs = new Map<string, string>()
  if (!Array.isArray(reply)) return pairs
  for (let at = 0; at + 1 < reply.length; at += 2) pairs.set(String(reply[at]), String(reply[at + 1]))
  return pairs
}
