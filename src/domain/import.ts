import {parseAddress, parseAddresses, type TypedAddress} from './address.js'
import {ClusterToolError} from './errors.js'
import type {FollowedSource} from './follow.js'
import type {NodeInfo} from './node.js'
import type {Rate} from './rate.js'
import type {ClusterSnapshot} from './snapshot.js'

/** Where keys come from: a server, a cluster (by the addresses of nodes), what Sentinels watch, or a file. */
export type ImportSource =
  | {readonly kind: 'server'; readonly addresses: readonly [TypedAddress, ...TypedAddress[]]}
  | {readonly kind: 'sentinel'; readonly sentinels: readonly TypedAddress[]; readonly group: string}
  | {readonly kind: 'rdb'; readonly path: string}

/** What to do with a key that the cluster already has with another value. */
export type ExistingKeys = 'keep-both' | 'replace' | 'skip'

/**
 * How keys are sent: the source sends them to their owners (MIGRATE), or clustertool reads them and writes them to
 * the owners (DUMP and RESTORE).
 */
export type ImportWay = 'migrate' | 'stream'

/** The options of an import. */
export type ImportSettings = {
  /** Leave the keys on the source. */
  readonly copy: boolean
  readonly existing: ExistingKeys
  /** Milliseconds for which one batch of keys may block the source. */
  readonly maxPauseMs: number
  /** Maximum number of keys in one MIGRATE; undefined: as many as the pause allows. */
  readonly pipeline: number | undefined
  /** The timeout of MIGRATE, in milliseconds. */
  readonly timeoutMs: number
  /** Milliseconds to wait for a lost source, or for a slot without an owner. */
  readonly patienceMs: number
  readonly way: ImportWay | 'auto'
  /** How much all lanes may send together per second; undefined: as much as they can. */
  readonly rate?: Rate | undefined
}

/** A database of the source, and the database of the cluster that receives its keys. */
type DatabasePair = {readonly from: number; readonly to: number}

/** A source server as it was found. */
export type ImportFacts = {
  readonly name: string
  readonly info: NodeInfo
  /** Of a replica: the address of its primary. */
  readonly primary: string | undefined
}

/** What an import will do. */
export type ImportProposal = {
  /** As the user named it. */
  readonly source: string
  readonly cluster: ClusterSnapshot
  /** One for each database of each source server; nothing is imported yet. */
  readonly tallies: readonly ImportTally[]
  readonly settings: ImportSettings
  readonly cautions: readonly string[]
}

export type ImportOutcome = ImportProposal & {
  readonly status: 'done' | 'nothing-to-do' | 'planned' | 'cancelled' | 'incomplete'
  /** Why it stopped early; undefined if it did not. */
  readonly stopped: string | undefined
  readonly troubles: {readonly count: number; readonly shown: readonly KeyTrouble[]}
  /** Keys whose values were compared after they had arrived. */
  readonly samples: {readonly compared: number; readonly different: number}
  /** Number of keys in the cluster before and after, in all databases. */
  readonly sizes: {readonly before: number; readonly after: number | undefined} | undefined
  /** Keys that the cluster evicted during the import because it ran out of memory. */
  readonly evicted: number
  /** Keys that had arrived and were lost with an owner that failed. */
  readonly missing: number
  readonly milliseconds: number
  readonly bytes: number
  readonly resumed: boolean
  /**
   * Of a copy from a server that clients may use: writes after this time (ISO 8601) may not be in the cluster. Undefined
   * for a move, and for a file.
   */
  readonly since: string | undefined
  /** What the user should know, such as why keys go through this machine. */
  readonly notes: readonly string[]
  /** Of an import that follows its source: how far it came. */
  readonly followed?: readonly FollowedSource[]
}

/** Counts of what became of the keys of one database of one source. */
export type ImportTally = DatabasePair & {
  readonly source: string
  /** The source's own count when the import started. */
  readonly keys: number
  readonly imported: number
  /** Already in the cluster with the same value, for example after an interrupted import. */
  readonly same: number
  /** In the cluster with another value, and not changed. */
  readonly skipped: number
  readonly conflicting: number
  /** Expired or deleted during the import. */
  readonly gone: number
  /** After a move: how many keys the source still has, including those that were not moved on purpose. */
  readonly left: number
}

/** A key with a problem. As bytes, because keys are not text. */
export type KeyTrouble = {readonly key: Buffer; readonly db: number; readonly what: string}

/** The progress of an import. */
export type ImportProgress = {
  readonly keys: number
  readonly keysTotal: number
  readonly bytes: number
  /** Milliseconds for which the last batch blocked the source; undefined if keys go through clustertool. */
  readonly pauseMs: number | undefined
  readonly elapsedMs: number
}

/**
 * Reads `host:port`, a URL of a server, several of these with commas between them, `sentinel://host:port,host:port/group`,
 * or the path of an RDB file, which contains a slash or ends in .rdb. Throws USAGE.
 */
export function parseImportSource(text: string): ImportSource {
  const sentinel = /^(sentinels?):\/\/(.*)$/s.exec(text)
  if (sentinel) return parseSentinels(sentinel[2] ?? '', sentinel[1] === 'sentinels')
  const isUrl = /^[a-z]+:\/\/|,(redis|valkey)s?:\/\//.test(text)
  if (!isUrl && (text.includes('/') || text.endsWith('.rdb'))) return {kind: 'rdb', path: text}
  return {kind: 'server', addresses: parseAddresses(text)}
}

/** Text that is not validly encoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The password in the URL is for the servers that the Sentinels watch, and for the Sentinels. */
function parseSentinels(rest: string, tls: boolean): ImportSource {
  const slash = rest.lastIndexOf('/')
  const group = slash < 0 ? '' : decoded(rest.slice(slash + 1))
  const places = rest.slice(0, Math.max(0, slash)).split(',')
  if (group === '' || places.some((place) => place === '')) {
    throw new ClusterToolError('USAGE', 'The Sentinel URL names no Sentinel, or no group.', {
      hints: ['Write sentinel://host:port,host:port/group.'],
    })
  }
  const scheme = tls ? 'rediss' : 'redis'
  const sentinels = places.map((place) =>
    parseAddress(`${scheme}://${/:\d+$/.test(place) ? place : `${place}:26379`}`),
  )
  const [first] = sentinels
  const login = sentinels.find(({password}) => password !== undefined) ?? first
  return {
    kind: 'sentinel',
    group,
    sentinels: sentinels.map((one) => ({...one, user: login?.user, password: login?.password})),
  }
}
