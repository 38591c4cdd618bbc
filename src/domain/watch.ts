import type {Finding} from './finding.js'
import type {NodeId} from './node.js'
import type {ClusterRates} from './rates.js'
import type {ClusterSample} from './sample.js'
import type {TimedTransition} from './transition.js'

/** A finding, and since when it is there: milliseconds since 1970. */
export type LastingFinding = {readonly finding: Finding; readonly since: number}

/** Slots that somebody moves, as far as a watcher can tell. */
export type MoveSeen = {
  /** `command`: a clustertool; `atomic`: the servers themselves; `open`: slots that are open, by anybody. */
  readonly by: 'command' | 'atomic' | 'open'
  /** A command with its machine and process, or the state of the servers' job. */
  readonly who: string
  readonly source: NodeId | undefined
  readonly target: NodeId | undefined
  /** Slots that are on their way at this moment. */
  readonly slots: number
  /** How many slots have moved and how many will, if that is known. */
  readonly progress: {readonly moved: number; readonly total: number} | undefined
  /** When it was first seen: milliseconds since 1970. */
  readonly since: number
  /** Estimated from the progress since then. */
  readonly leftMs: number | undefined
}

/** A move that the servers make themselves, according to one of its ends. */
export type AtomicJobSeen = {
  /** The same on both ends. */
  readonly id: string
  readonly source: NodeId | undefined
  readonly target: NodeId | undefined
  /** How many. */
  readonly slots: number
  readonly state: string
}

/** What a watcher shows: the last sample that could be taken, and what has happened since the one before it. */
export type WatchPicture = {
  readonly sample: ClusterSample
  /** `host:port` of the node through which the others were found. */
  readonly through: string
  /** Why the node that was named cannot be read, if it cannot. */
  readonly seedLost: string | undefined
  /** Why no node could be read this time; the sample is an older one then. */
  readonly unread: string | undefined
  readonly rates: ClusterRates
  readonly findings: readonly LastingFinding[]
  readonly moves: readonly MoveSeen[]
  /** Findings that have begun or ended, and what is different in this sample. */
  readonly news: readonly WatchNews[]
}

/** One line of what has happened. `at`: milliseconds since 1970. */
export type WatchNews =
  | ({readonly type: 'transition'} & TimedTransition)
  | {readonly type: 'finding'; readonly at: number; readonly finding: Finding}
  /** `since`: when it was first seen. */
  | {readonly type: 'finding-over'; readonly at: number; readonly finding: Finding; readonly since: number}
