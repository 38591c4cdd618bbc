/**
 * Describes a cluster as text, so that tests are easy to read:
 *
 *   const cluster = snapshot(
 *     `
 *       a 0-8191 [93->-b] zone=east
 *       b 8192-16383 epoch=7 keys=100
 *       c replica of a offset=900
 *       d replica of b down fail
 *     `,
 *     {views: {c: 'a 0-92,94-8191'}, nodes: {b: {strayKeys: [{slot: 3, keys: 1}]}}},
 *   )
 *
 * One line is one node, the first is the seed; `#` starts a comment. After the name come, in any order:
 *
 *   0-99,200          slots                      [93->-b] [93-<-a]   a slot migrating to b, importing from a
 *   replica of a      a replica; `replica` alone follows nobody; a name without a line is an unknown node
 *   down              unreachable: all that is known of it comes from the others (and from INFO, if it is loading)
 *   fail fail? handshake noaddr nofailover       flags, said by all others (nofailover: by itself too)
 *   host= port= hostname= zone= epoch=           in line N: 10.0.0.N:7000+N, epoch N (a replica: its primary's)
 *   software= version= keys= memory= maxmemory= loading         INFO (keys: all in database 0)
 *   link=down syncing io= downfor= offset=       a replica's link; seconds since the last data; seconds down; bytes
 *   timeout= full-coverage=no barrier= replica-migration=no     CONFIG
 *   state=fail        the state in its CLUSTER INFO
 *
 * The views of all nodes are equal unless `views` has text for a node: each line there replaces its line about one
 * node, and `x unknown` removes that line. `nodes` replaces whole fields of a node at the end.
 */
import type {
  Node,
  NodeFlag,
  NodeId,
  NodeInfo,
  NodeLine,
  OpenSlot,
  Replication,
} from '../../src/domain/node.js'
import {type SlotRange, toRanges} from '../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../src/domain/snapshot.js'

export type SnapshotOptions = {
  readonly views?: Readonly<Record<string, string>>
  readonly nodes?: Readonly<Record<string, Partial<Node>>>
}

/** The snapshot that the text describes; throws an Error that names a word it does not know. */
export function snapshot(text: string, options: SnapshotOptions = {}): ClusterSnapshot {
  const entries = parseEntries(text)
  const first = entries[0]
  if (!first) throw new Error('a snapshot needs a node')
  const views = new Map(
    entries.map((entry) => [entry.name, viewOf(entry, entries, options.views?.[entry.name])]),
  )
  rejectStrangers(options, views)
  const nodes = entries.map((entry) => ({
    ...buildNode(entry, entries, views),
    ...options.nodes?.[entry.name],
  }))
  return {takenAt: '2026-01-01T00:00:00.000Z', seed: id(first.name), nodes}
}

/** The id of the node with this name: the name's bytes in hex, so that ids sort as names do. */
export function id(name: string): NodeId {
  const known = ids.get(name)
  if (known !== undefined) return known
  const made = Buffer.from(name).toString('hex').padEnd(40, '0') as NodeId
  ids.set(name, made)
  return made
}

const ids = new Map<string, NodeId>()

/** The name from which `id` made this id. */
export function nameOf(nodeId: string): string {
  return Buffer.from(nodeId.replace(/(?:00)+$/, ''), 'hex').toString()
}

/** A copy of findings, plans or other data with names instead of ids, to compare with plain text. */
export function withNames(value: unknown): unknown {
  if (typeof value === 'string') return /^[0-9a-f]{40}$/.test(value) ? nameOf(value) : value
  if (Array.isArray(value)) return value.map(withNames)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNames(item)]))
}

type Entry = {
  readonly name: string
  /** Line number, from 1; a line in a view has the number of the node that it is about. */
  readonly number: number
  readonly primary: string | undefined
  readonly slots: readonly SlotRange[]
  readonly openSlots: readonly OpenSlot[]
  readonly words: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
}

const FLAGS = ['fail', 'fail?', 'handshake', 'noaddr', 'nofailover'] as const satisfies readonly NodeFlag[]
const WORDS = new Set<string>([...FLAGS, 'replica', 'down', 'loading', 'syncing', 'unknown'])
const KEYS = new Set(
  `host port hostname zone epoch software version keys memory maxmemory link io downfor offset timeout
  full-coverage barrier replica-migration state`.split(/\s+/),
)

function parseEntries(text: string): Entry[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim())
  return lines.filter((line) => line !== '').map((line, index) => parseEntry(line, index + 1))
}

function parseEntry(line: string, number: number): Entry {
  const primary = /\breplica of (\w+)/.exec(line)?.[1]
  const [name = '', ...tokens] = line.replace(/\breplica of \w+/, 'replica').split(/\s+/)
  const entry = {slots: [] as SlotRange[], openSlots: [] as OpenSlot[], words: new Set<string>()}
  const values = new Map<string, string>()
  for (const token of tokens) {
    const [key = '', value] = token.split('=')
    const open = /^\[(\d+)-([<>])-(\w+)\]$/.exec(token)
    if (/^\d/.test(token)) entry.slots.push(...parseRanges(token))
    else if (open) entry.openSlots.push(parseOpenSlot(open))
    else if (value !== undefined && KEYS.has(key)) values.set(key, value)
    else if (WORDS.has(token)) entry.words.add(token)
    else throw new Error(`unknown word '${token}' in the line of node ${name}`)
  }
  return {...entry, name, number, primary, values}
}

function parseRanges(token: string): SlotRange[] {
  return token.split(',').map((part) => {
    const [start, end = start] = part.split('-').map(Number)
    if (start === undefined || end === undefined || !(start <= end)) throw new Error(`not slots: '${token}'`)
    return {start, end}
  })
}

function parseOpenSlot(open: RegExpExecArray): OpenSlot {
  return {
    slot: Number(open[1]),
    direction: open[2] === '>' ? 'migrating' : 'importing',
    peer: id(open[3] ?? ''),
  }
}

function rejectStrangers(options: SnapshotOptions, views: ReadonlyMap<string, unknown>): void {
  for (const name of [...Object.keys(options.views ?? {}), ...Object.keys(options.nodes ?? {})]) {
    if (!views.has(name)) throw new Error(`options name node '${name}', which has no line`)
  }
}

function viewOf(speaker: Entry, entries: readonly Entry[], text = ''): NodeLine[] {
  if (speaker.words.has('down')) return []
  const replaced = new Map(parseEntries(text).map((entry) => [entry.name, entry]))
  if (replaced.has(speaker.name))
    throw new Error(`what ${speaker.name} says of itself belongs in the main text`)
  const known = new Set(entries.map(({name}) => name))
  const subjects = entries.map((entry) => ({...(replaced.get(entry.name) ?? entry), number: entry.number}))
  const extra = [...replaced.values()].filter(({name}) => !known.has(name))
  return [...subjects, ...extra]
    .filter(({words}) => !words.has('unknown'))
    .map((subject) => lineOf(subject, entries, subject.name === speaker.name))
}

function lineOf(entry: Entry, entries: readonly Entry[], myself: boolean): NodeLine {
  const flags = FLAGS.filter((flag) => entry.words.has(flag) && (!myself || flag === 'nofailover'))
  return {
    id: id(entry.name),
    myself,
    ...placeOf(entry),
    shardId: undefined,
    ...roleOf(entry),
    flags,
    configEpoch: epochOf(entry, entries),
    connected: !entry.words.has('down'),
    slots: toRangesOf(entry),
    openSlots: myself ? entry.openSlots : [],
  }
}

function placeOf({number, values, words}: Entry): Pick<Node, 'host' | 'port' | 'busPort' | 'hostname'> {
  const addressless = words.has('noaddr') && !values.has('host')
  const host = addressless ? '' : (values.get('host') ?? `10.0.${number >> 8}.${number & 255}`)
  const port = addressless ? 0 : Number(values.get('port') ?? 7000 + number)
  return {host, port, busPort: port + 10_000, hostname: values.get('hostname')}
}

function roleOf({words, primary}: Entry): Pick<Node, 'role' | 'primaryId'> {
  return {
    role: words.has('replica') ? 'replica' : 'primary',
    primaryId: primary === undefined ? undefined : id(primary),
  }
}

function epochOf(entry: Entry, entries: readonly Entry[]): number {
  const primary = entries.find(({name}) => name === entry.primary)
  const given = entry.values.get('epoch') ?? primary?.values.get('epoch')
  return Number(given ?? primary?.number ?? entry.number)
}

function toRangesOf({slots}: Entry): SlotRange[] {
  return toRanges(slots.flatMap(({start, end}) => Array.from({length: end - start + 1}, (_, i) => start + i)))
}

function buildNode(entry: Entry, entries: readonly Entry[], views: ReadonlyMap<string, NodeLine[]>): Node {
  const view = views.get(entry.name) ?? []
  const reachable = view.length > 0
  const said = [...views.values()].flatMap((lines) => lines.filter((line) => line.id === id(entry.name)))
  const line = view.find(({myself}) => myself) ?? said[0] ?? lineOf(entry, entries, false)
  const {host, port, busPort} = placeOf(entry)
  return {
    id: line.id,
    address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    host,
    port,
    busPort,
    hostname: line.hostname,
    role: line.role,
    primaryId: line.primaryId,
    flags: mergeFlags(said),
    configEpoch: line.configEpoch,
    slots: line.slots,
    openSlots: line.openSlots,
    reachable,
    unreachableBecause: reachable ? undefined : 'connection refused',
    view,
    info: reachable || entry.words.has('loading') ? infoOf(entry, entries) : undefined,
    config: reachable ? configOf(entry) : undefined,
    clusterInfo: reachable ? clusterInfoOf(entry, view) : undefined,
    refusals: [],
    strayKeys: undefined,
  }
}

function mergeFlags(said: readonly NodeLine[]): NodeFlag[] {
  const all = new Set(said.flatMap(({flags}) => flags))
  return FLAGS.filter((flag) => all.has(flag) && !(flag === 'fail?' && all.has('fail')))
}

function infoOf(entry: Entry, entries: readonly Entry[]): NodeInfo {
  const {values, words} = entry
  const keys = numberOf(entry, 'keys') ?? 0
  return {
    software: values.get('software') === 'valkey' ? 'valkey' : 'redis',
    version: values.get('version') ?? '7.2.4',
    clusterEnabled: true,
    loading: words.has('loading'),
    usedMemory: numberOf(entry, 'memory') ?? 1_048_576,
    maxMemory: numberOf(entry, 'maxmemory') ?? 0,
    keys: keys === 0 ? [] : [{db: 0, keys}],
    availabilityZone: values.get('zone'),
    replication: replicationOf(entry, entries),
  }
}

function replicationOf(entry: Entry, entries: readonly Entry[]): Replication {
  const replica = entry.words.has('replica')
  const attached = entries.filter(({primary, words}) => primary === entry.name && !words.has('down'))
  return {
    role: replica ? 'replica' : 'primary',
    linkUp: replica && entry.values.get('link') !== 'down',
    syncing: entry.words.has('syncing'),
    lastIoSeconds: numberOf(entry, 'io') ?? (replica ? 1 : undefined),
    downSeconds: numberOf(entry, 'downfor'),
    offset: numberOf(entry, 'offset') ?? 1000,
    connectedReplicas: attached.length,
  }
}

function configOf(entry: Entry): Node['config'] {
  return {
    nodeTimeoutMs: numberOf(entry, 'timeout') ?? 15_000,
    requireFullCoverage: entry.values.get('full-coverage') !== 'no',
    migrationBarrier: numberOf(entry, 'barrier') ?? 1,
    allowReplicaMigration: entry.values.get('replica-migration') !== 'no',
  }
}

function clusterInfoOf({values}: Entry, view: readonly NodeLine[]): Node['clusterInfo'] {
  const currentEpoch = Math.max(...view.map(({configEpoch}) => configEpoch))
  return {state: values.get('state') === 'fail' ? 'fail' : 'ok', currentEpoch, knownNodes: view.length}
}

function numberOf({values}: Entry, key: string): number | undefined {
  const value = values.get(key)
  return value === undefined ? undefined : Number(value)
}
