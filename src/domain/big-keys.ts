import type {LargeKey, PrefixTally, Tallied} from './key-tally.js'
import type {NodeId} from './node.js'
import type {ClusterSnapshot} from './snapshot.js'

/** Where the scan of a database goes on: the cursor of SCAN, `0` at the beginning. */
export type ScanPlace = {readonly db: number; readonly cursor: string}

/** How far the scan of a node has come. */
export type NodeScan = Tallied & {
  readonly node: NodeId
  /** The run id of its process: after a restart, cursors mean nothing. */
  readonly process: string
  /** All keys of the node when the scan began. */
  readonly total: number
  /** The databases that are not read yet, in order; empty at the end. */
  readonly left: readonly ScanPlace[]
}

/** One of the biggest keys of a cluster. */
export type BigClusterKey = LargeKey & {
  readonly node: NodeId
  readonly slot: number
  /** Undefined if it is not there any more, or its node does not tell. */
  readonly type: string | undefined
  /** Milliseconds for which MIGRATE would block both nodes, estimated. */
  readonly pauseMs: number
}

/** What came of one node. */
type ScannedNode = {
  readonly node: NodeId
  readonly scanned: number
  readonly total: number
  readonly complete: boolean
  /** Why it could not be read to the end; undefined if it was, or if the user stopped it. */
  readonly error: string | undefined
}

/** The biggest keys of a cluster. */
export type BigKeysOutcome = {
  /** stopped: by the user; incomplete: a node could not be read to the end. */
  readonly status: 'done' | 'stopped' | 'incomplete'
  readonly snapshot: ClusterSnapshot
  /** The smallest size that is listed, in bytes. */
  readonly atLeast: number
  /** The biggest first. */
  readonly keys: readonly BigClusterKey[]
  /** The one with the most memory first. */
  readonly prefixes: readonly PrefixTally[]
  /** The delimiter at which prefixes end. */
  readonly delimiter: string
  readonly nodes: readonly ScannedNode[]
  readonly scanned: number
  readonly total: number
  /** Memory of all keys that were scanned. */
  readonly bytes: number
  readonly elapsedMs: number
  /** Whether it continued an earlier scan. */
  readonly resumed: boolean
  /** Whether `--resume` can continue it. */
  readonly resumable: boolean
}

/** How far all scans have come. */
export type ScanProgress = {readonly keys: number; readonly keysTotal: number; readonly elapsedMs: number}
