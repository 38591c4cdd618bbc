import {parseAddress, type TypedAddress} from './address.js'
import {ClusterToolError} from './errors.js'
import type {NodeInfo} from './node.js'
import type {ClusterSnapshot} from './snapshot.js'

/** Where keys come from: a server or a cluster by the address of one node, what Sentinels watch over, or a file. */
export type ImportSource =
  | {readonly kind: 'server'; readonly address: TypedAddress}
  | {readonly kind: 'sentinel'; readonly sentinels: readonly TypedAddress[]; readonly group: string}
  | {readonly kind: 'rdb'; readonly path: string}

/** What becomes of a key that the cluster has already, with another value. */
export type ExistingKeys = 'keep-both' | 'replace' | 'skip'

/**
 * How keys travel: the source sends them to their owners itself (MIGRATE), or this tool reads them from the one and
 * writes them to the others (DUMP and RESTORE).
 */
export type ImportWay = 'migrate' | 'stream'

/** How an import goes about it. */
export type ImportSettings = {
  /** Leave the keys on the source. */
  readonly copy: boolean
  readonly existing: ExistingKeys
  /** Milliseconds that one batch of keys may hold the source. */
  readonly maxPauseMs: number
  /** Most keys in one MIGRATE; undefined: as many as the pause allows. */
  readonly pipeline: number | undefined
  /** MIGRATE's own timeout, milliseconds. */
  readonly timeoutMs: number
  /** Milliseconds that a lost source, or a slot without an owner, is waited for. */
  readonly patienceMs: number
  readonly way: ImportWay | 'auto'
}

/** A database of the source, and the one of the cluster that takes its keys. */
type DatabasePair = {readonly from: number; readonly to: number}

/** A server that gives keys, as it was found. */
export type ImportFacts = {
  readonly name: string
  readonly info: NodeInfo
  /** Of a replica: where its primary is. */
  readonly primary: string | undefined
}

/** What an import is about to do. */
export type ImportProposal = {
  /** As the user named it. */
  readonly source: string
  readonly cluster: ClusterSnapshot
  /** Of each server that gives keys and each of its databases; nothing imported yet. */
  readonly tallies: readonly ImportTally[]
  readonly settings: ImportSettings
  readonly cautions: readonly string[]
}

export type ImportOutcome = ImportProposal & {
  readonly status: 'done' | 'nothing-to-do' | 'planned' | 'cancelled' | 'incomplete'
  /** Why it stopped before its end; undefined when it did not. */
  readonly stopped: string | undefined
  readonly troubles: {readonly count: number; readonly shown: readonly KeyTrouble[]}
  /** Keys whose value was compared after they had arrived. */
  readonly samples: {readonly compared: number; readonly different: number}
  /** Keys of the cluster before and after, all databases together. */
  readonly sizes: {readonly before: number; readonly after: number | undefined} | undefined
  /** Keys that the cluster threw away for want of memory while the import ran. */
  readonly evicted: number
  /** Keys that had arrived and were lost with an owner that failed. */
  readonly missing: number
  readonly milliseconds: number
  readonly bytes: number
  readonly resumed: boolean
  /** What was found on the way, such as why keys go through this machine. */
  readonly notes: readonly string[]
}

/** What became of the keys of one database of one source. */
export type ImportTally = DatabasePair & {
  readonly source: string
  /** By the source's own count when the import began. */
  readonly keys: number
  readonly imported: number
  /** Were there already with the same value, as after an import that was broken off. */
  readonly same: number
  /** Were there with another value: left as they are. */
  readonly skipped: number
  readonly conflicting: number
  /** Expired or deleted while the import was under way. */
  readonly gone: number
  /** Of keys that were moved: how many the source has at the end, those that were left alone among them. */
  readonly left: number
}

/** A key by which something is wrong; as bytes, since keys are no text. */
export type KeyTrouble = {readonly key: Buffer; readonly db: number; readonly what: string}

/** How far an import has come. */
export type ImportProgress = {
  readonly keys: number
  readonly keysTotal: number
  readonly bytes: number
  /** Milliseconds that the last batch held the source; undefined where keys go through this tool. */
  readonly pauseMs: number | undefined
  readonly elapsedMs: number
}

/**
 * Reads `host:port`, a URL of a server, `sentinel://host:port,host:port/group`, or the path of an RDB file, which has a
 * slash in it or ends in .rdb. Throws USAGE.
 */
export function parseImportSource(text: string): ImportSource {
  const sentinel = /^(sentinels?):\/\/(.*)$/s.exec(text)
  if (sentinel) return parseSentinels(sentinel[2] ?? '', sentinel[1] === 'sentinels')
  const isUrl = /^[a-z]+:\/\//.test(text)
  if (!isUrl && (text.includes('/') || text.endsWith('.rdb'))) return {kind: 'rdb', path: text}
  return {kind: 'server', address: parseAddress(text)}
}

/** What is no sound encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A URL's password is for what the Sentinels watch over, and for themselves. */
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
