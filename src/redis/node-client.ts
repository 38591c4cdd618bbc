import type {NodePulse} from '../domain/throttle.js'
import {readPulse} from './node-pulse.js'
import {ownLine} from '../domain/node.js'
import type {Address} from '../domain/address.js'
import type {AtomicMethod} from '../domain/move.js'
import type {FunctionLibrary, EndpointFacts, Strays} from '../domain/move-facts.js'
import type {NodeClusterInfo, NodeInfo, NodeLine, NodeId, SlotKeys} from '../domain/node.js'
import type {NodeDetail} from '../domain/node-detail.js'
import type {Reply} from '../domain/reply.js'
import {type SlotRange, SLOT_COUNT, slotsOf} from '../domain/slot.js'
import {type AtomicJob, listAtomicJobs, startAtomicMove} from './atomic-jobs.js'
import {readAtomicProgress, readTrimmed} from './atomic-progress.js'
import {bumpEpoch} from './bump-epoch.js'
import {cancelAtomicMove, type Cancel} from './cancel-atomic.js'
import {parseClusterNodes} from './cluster-nodes.js'
import type {Login} from './connection.js'
import {type ContentClient, contentClient} from './content-client.js'
import {ReplyRefused, unlessRefused} from './errors.js'
import {type NodeEpochs, parseClusterInfo, parseEpochs, parseInfo} from './info.js'
import {listFunctions, readEndpointFacts, usersWithoutWrite} from './endpoint-facts.js'
import {readNodeDetail} from './node-detail.js'
import {type NodePorts, readPorts} from './ports.js'
import {type NodeReading, readNode} from './reading.js'
import {toReply} from './reply.js'
import {readReplicationFacts, type ReplicationFacts} from './replication-facts.js'
import {parseShards} from './shards.js'
import {readSettings} from './settings.js'
import {countHiddenKeys, countStrays} from './strays.js'
import {accept, type Command, type Wire} from './wire.js'

/**
 * The address for CLUSTER MEET: an IP address, because servers accept no names; with the bus port if it is not the
 * default.
 */
export type MeetTarget = Address & {readonly busPort: number}

type AtomicMove = {readonly ranges: readonly SlotRange[]; readonly target: NodeId}

/** Everything that clustertool can do with a node. All methods reject with the server's error reply. */
export interface NodeClient {
  /** As the cluster, or the user, names the node; not where an address map leads. */
  readonly address: Address
  /** The IP address that the connection reached. */
  readonly remoteHost: string
  /** The credentials that it accepted, which other servers need too; undefined if it requires none. */
  readonly login: Login | undefined
  /** Everything that the node says about itself and the others, in one round trip. */
  read(): Promise<NodeReading>
  /** INFO alone, which does not grow with the cluster; undefined if it is refused. */
  info(): Promise<NodeInfo | undefined>
  clusterNodes(): Promise<NodeLine[]>
  /** INFO with all sections, the slow log and the latest latency events. */
  detail(): Promise<Omit<NodeDetail, 'node'>>
  /** The names of its connections; undefined if CLIENT LIST is refused. */
  connectionNames(): Promise<string[] | undefined>
  clusterInfo(): Promise<NodeClusterInfo>
  /** Its config epoch and the highest one it knows. A small reply, whatever the size of the cluster. */
  epochs(): Promise<NodeEpochs & {readonly own: number}>
  /** Number of keys that the node holds in slots not in `owned`, in the given databases. */
  countStrayKeys(owned: readonly SlotRange[], databases: readonly number[]): Promise<SlotKeys[]>
  /** The nodes of each shard, including failed ones; empty before Redis 7.0. */
  shards(): Promise<NodeId[][]>
  /**
   * Number of hidden keys (Redis 8.4 and later): those in DBSIZE and in no slot. Undefined if scripts are refused,
   * and while atomic moves, or deletions after them, are in progress.
   */
  countHiddenKeys(): Promise<number | undefined>
  addSlots(ranges: readonly SlotRange[]): Promise<void>
  /** Only for a node that knows no other node and has epoch 0. */
  setConfigEpoch(epoch: number): Promise<void>
  /** Sends all at once. The handshakes continue in the background. */
  meet(targets: readonly MeetTarget[]): Promise<void>
  replicate(primary: NodeId): Promise<void>
  /** Removes a node from this one's table and bans it for 60 s. */
  forget(node: NodeId): Promise<void>
  /**
   * Whether it bans a node that it does not know: servers from Redis 7.2 on then answer OK to FORGET. Must not be
   * called if the node knows it.
   */
  bans(node: NodeId): Promise<boolean>
  /** CLUSTER RESET SOFT: forgets all nodes and slots. A primary that holds keys refuses. */
  reset(): Promise<void>
  /**
   * Makes a replica take over from its primary: without a mode, the primary holds writes until the replica has them
   * all; `force` asks only the other primaries for their votes, `takeover` asks nobody. The failover has not ended
   * when this returns, and may fail.
   */
  failover(mode?: 'force' | 'takeover'): Promise<void>
  /** What a change of roles has to know about it. */
  replicationFacts(): Promise<ReplicationFacts>
  /**
   * Takes a config epoch above all that it knows, and returns it; undefined if its own is already the highest, even
   * if another node has the same. `slots`: those that it owns; then its replicas hear of it at once.
   */
  bumpEpoch(slots: readonly SlotRange[]): Promise<number | undefined>
  /** Where it listens, as far as it says. */
  ports(): Promise<NodePorts>
  /** Its function libraries; undefined before Redis 7.0, and if the user may not run FUNCTION. */
  functions(): Promise<readonly FunctionLibrary[] | undefined>
  /** All libraries, in a format that only servers read. */
  dumpFunctions(): Promise<Buffer>
  /** The lines of ACL LIST; undefined if the user may not read them, and before Redis 6. */
  aclUsers(): Promise<readonly string[] | undefined>
  /** Loads dumped libraries; replaces libraries of the same name. */
  restoreFunctions(dump: Buffer): Promise<void>
  /** What matters if it is to give or take slots. Changes nothing. */
  endpointFacts(): Promise<EndpointFacts>
  /**
   * Starts an atomic move: on the source of Valkey, on the target of Redis. Returns the job's id if the server
   * reports it.
   */
  startAtomicMove(method: AtomicMethod, move: AtomicMove): Promise<string | undefined>
  atomicJobs(method: AtomicMethod): Promise<AtomicJob[]>
  /**
   * Cancels one job and no other. Returns what prevents it: Valkey cancels all exports of a node at once, so if there
   * are several, only one whose connection can be identified is ended. Undefined if it is done.
   */
  cancelAtomicMove(cancel: Cancel): Promise<string | undefined>
  /** A measured PING, and how busy and how full it is. */
  pulse(): Promise<NodePulse>
  /** A text that changes while an atomic move makes progress here; undefined if it may not be read. */
  atomicProgress(end: 'source' | 'target'): Promise<string | undefined>
  /**
   * Number of keys deleted so far of slots that it gave away, or failed to get; undefined if it is deleting none
   * (Redis 8.4).
   */
  trimmed(): Promise<number | undefined>
  /** Those of the users that may not write here. */
  usersWithoutWrite(users: readonly string[]): Promise<string[]>
  /** What it says about its keys and its commands. */
  readonly contents: ContentClient
  /** Stray keys and hidden keys; undefined if they may not be counted. */
  strays(slots: readonly number[]): Promise<Strays | undefined>
  /** Number of keys in these slots, in database 0; undefined if they may not be counted. */
  countSlotKeys(slots: readonly number[]): Promise<number | undefined>
  /** One command, exactly as the user wrote it; for a session that was opened with `exactNumbers`. */
  call(words: readonly (string | Buffer)[]): Promise<Reply>
  /** Settings whose names match a pattern of CONFIG GET. */
  settings(pattern: string): Promise<ReadonlyMap<string, string>>
  /** CONFIG SET, which is valid until the node restarts. */
  setSetting(name: string, value: string): Promise<void>
  /** CONFIG REWRITE: writes the settings to the node's configuration file. */
  saveSettings(): Promise<void>
  isOpen(): boolean
  close(): void
}

/** What reads one kind of facts each. */
function readersOf(wire: Wire): Pick<NodeClient, 'replicationFacts' | 'pulse'> {
  return {replicationFacts: () => readReplicationFacts(wire), pulse: () => readPulse(wire)}
}

/** The client of one open connection. */
export function toNodeClient(wire: Wire, address: Address): NodeClient {
  return {
    address,
    remoteHost: wire.remoteHost ?? address.host,
    login: wire.login,
    ...descriptions(wire),
    connectionNames: () => listNames(wire),
    clusterNodes: async () => parseClusterNodes(await wire.callBytes('CLUSTER', 'NODES')),
    clusterInfo: async () => parseClusterInfo(String(await wire.call('CLUSTER', 'INFO'))),
    epochs: () => readEpochs(wire),
    countStrayKeys: (owned, databases) => countStrayKeys(wire, owned, databases),
    shards: () => listShards(wire),
    countHiddenKeys: () => countHiddenKeys(wire),
    // Every version accepts single slots; ADDSLOTSRANGE exists since 7.0 and saves nothing that matters.
    addSlots: async (ranges) =>
      void (await wire.call('CLUSTER', 'ADDSLOTS', ...[...slotsOf(ranges)].map(String))),
    setConfigEpoch: async (epoch) => void (await wire.call('CLUSTER', 'SET-CONFIG-EPOCH', String(epoch))),
    meet: async (targets) => (await wire.callAll(targets.map(meetCommand))).forEach(accept),
    replicate: async (primary) => void (await wire.call('CLUSTER', 'REPLICATE', primary)),
    forget: async (node) => void (await wire.call('CLUSTER', 'FORGET', node)),
    bans: (node) => isBanned(wire, node),
    reset: async () => void (await wire.call('CLUSTER', 'RESET', 'SOFT')),
    failover: async (mode) =>
      void (await wire.call('CLUSTER', 'FAILOVER', ...(mode ? [mode.toUpperCase()] : []))),
    ...readersOf(wire),
    bumpEpoch: (slots) => bumpEpoch(wire, slots),
    ports: () => readPorts(wire),
    functions: () => listFunctions(wire),
    dumpFunctions: async () => (await wire.callBytes('FUNCTION', 'DUMP')) as Buffer,
    aclUsers: () => listUsers(wire),
    restoreFunctions: async (dump) => void (await wire.call('FUNCTION', 'RESTORE', dump, 'REPLACE')),
    endpointFacts: () => readEndpointFacts(wire),
    startAtomicMove: (method, move) => startAtomicMove(wire, method, move),
    atomicJobs: (method) => listAtomicJobs(wire, method),
    cancelAtomicMove: (cancel) => cancelAtomicMove(wire, cancel),
    atomicProgress: (end) => readAtomicProgress(wire, end),
    trimmed: () => readTrimmed(wire),
    usersWithoutWrite: (users) => usersWithoutWrite(wire, users),
    contents: contentClient(wire),
    strays: (slots) => countStrays(wire, slots),
    countSlotKeys: (slots) => countSlotKeys(wire, slots),
    call: async (words) => toReply(await wire.callVerbatim(words)),
    settings: (pattern) => readSettings(wire, pattern),
    setSetting: async (name, value) => void (await wire.call('CONFIG', 'SET', name, value)),
    saveSettings: async () => void (await wire.call('CONFIG', 'REWRITE')),
    isOpen: () => wire.isOpen(),
    close: () => wire.close(),
  }
}

async function readEpochs(wire: Wire): Promise<NodeEpochs & {readonly own: number}> {
  const {own, current} = parseEpochs(String(await wire.call('CLUSTER', 'INFO')))
  if (own !== undefined) return {own, current}
  const lines = parseClusterNodes(await wire.callBytes('CLUSTER', 'NODES'))
  return {own: ownLine(lines)?.configEpoch ?? 0, current}
}

/** What a node says about itself, in different lengths. */
function descriptions(wire: Wire): Pick<NodeClient, 'read' | 'info' | 'detail'> {
  return {
    read: () => readNode(wire),
    async info() {
      const reply = await wire.call('INFO').catch(unlessRefused)
      return typeof reply === 'string' ? parseInfo(reply) : undefined
    },
    detail: () => readNodeDetail(wire),
  }
}

async function isBanned(wire: Wire, node: NodeId): Promise<boolean> {
  try {
    await wire.call('CLUSTER', 'FORGET', node)
    return true
  } catch (error) {
    if (error instanceof ReplyRefused) return false
    throw error
  }
}

async function listNames(wire: Wire): Promise<string[] | undefined> {
  try {
    const list = String(await wire.call('CLIENT', 'LIST'))
    return [...list.matchAll(/ name=(\S+)/g)].map(([, name = '']) => name)
  } catch (error) {
    if (error instanceof ReplyRefused) return undefined
    throw error
  }
}

/** The third argument exists since Redis 4; it is only sent if the bus port is not the default. */
function meetCommand({host, port, busPort}: MeetTarget): Command {
  return ['CLUSTER', 'MEET', host, String(port), ...(busPort === port + 10_000 ? [] : [String(busPort)])]
}

async function listUsers(wire: Wire): Promise<readonly string[] | undefined> {
  const lines = await wire.call('ACL', 'LIST').catch(unlessRefused)
  return Array.isArray(lines) ? lines.map(String) : undefined
}

/** A script adds up on the server; if it is refused, each slot is counted separately. */
async function countSlotKeys(wire: Wire, slots: readonly number[]): Promise<number | undefined> {
  const sum = await wire.call('EVAL', SUM_OF_KEYS, '0', ...slots.map(String)).catch(unlessRefused)
  if (typeof sum === 'number') return sum
  const replies = await wire.callAll(slots.map(countCommand))
  if (replies.some(({error}) => error)) return undefined
  return replies.reduce((total, {value}) => total + Number(value), 0)
}

const SUM_OF_KEYS = `
  local sum = 0
  for i = 1, #ARGV do sum = sum + redis.call('CLUSTER', 'COUNTKEYSINSLOT', ARGV[i]) end
  return sum`

async function countStrayKeys(
  wire: Wire,
  owned: readonly SlotRange[],
  databases: readonly number[],
): Promise<SlotKeys[]> {
  const mine = new Set(slotsOf(owned))
  const foreign = Array.from({length: SLOT_COUNT}, (_, slot) => slot).filter((slot) => !mine.has(slot))
  const counts = new Map<number, number>()
  for (const db of databases) {
    const [, ...keys] = (await wire.callAll([['SELECT', db], ...foreign.map(countCommand)])).map(accept)
    foreign.forEach((slot, at) => counts.set(slot, (counts.get(slot) ?? 0) + Number(keys[at])))
  }
  return [...counts].filter(([, keys]) => keys > 0).map(([slot, keys]) => ({slot, keys}))
}

async function listShards(wire: Wire): Promise<NodeId[][]> {
  return parseShards(await wire.call('CLUSTER', 'SHARDS').catch(unlessRefused))
}

function countCommand(slot: number): Command {
  return ['CLUSTER', 'COUNTKEYSINSLOT', slot]
}
