/**
 * A place in the replication stream of a server. `replid`: names its history; `offset`: number of bytes up to it;
 * `database`: the one of the commands that follow, undefined if a SELECT comes before them.
 */
export type StreamPlace = {
  readonly replid: string
  readonly offset: number
  readonly database: number | undefined
}

/** A key in a database of the source. */
export type StreamKey = {readonly db: number; readonly key: Buffer}

/** Names a key of a database in a Map. */
export function nameOfStreamKey({db, key}: StreamKey): string {
  return `${db} ${key.toString('latin1')}`
}

/**
 * A key in the cluster lives so much longer than on the source: otherwise its owner could delete it before the last
 * commands that its source ran for it have come, and what prolongs its life would come too late. In milliseconds.
 */
export const FOLLOW_GRACE_MS = 1000

/**
 * attaching: finds where the stream is; copying: brings all keys over; comparing: brings over what differs; catching-up:
 * brings over what was changed meanwhile; following: applies what comes.
 */
export type FollowPhase = 'attaching' | 'copying' | 'comparing' | 'catching-up' | 'following'

/** How far a source server is followed. */
export type FollowedSource = {
  readonly name: string
  readonly phase: FollowPhase
  /** Bytes of its stream that have been applied, and that have arrived. */
  readonly offset: number
  readonly received: number
  readonly lagBytes: number
  /** How long ago what is applied next has arrived. */
  readonly lagMs: number
  readonly spoolBytes: number
  /** Why the stream does not come at present. */
  readonly trouble: string | undefined
  readonly isFull: boolean
  /** How far the clock of an owner is ahead of that of the source, of the one that differs most. */
  readonly clockAheadMs: number
  /** Commands of the stream, of these those whose keys were brought over, and scripts as clients sent them. */
  readonly commands: number
  readonly safe: number
  readonly scripts: number
  readonly unknown: number
  /** How often everything had to be compared. */
  readonly resyncs: number
  /** Keys that have been brought over or compared, of all at the last beginning. */
  readonly keys: number
  readonly keysTotal: number
}

/** How far an import that follows has come. `isReady`: it may be cut over. */
export type FollowProgress = {
  readonly sources: readonly FollowedSource[]
  readonly isReady: boolean
  /** Commands that were applied per second, in the last seconds. */
  readonly commandsPerSecond: number
}
