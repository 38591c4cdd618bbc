import type {ImportSettings, ImportTally, ImportWay, KeyTrouble} from '../../domain/import.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {Listener} from '../../domain/outcome.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {Source} from '../../redis/source.js'
import {Pace} from '../move/by-keys/pace.js'
import type {Control} from '../control/control.js'
import type {Owners} from './owners.js'

/** The state of an import. */
export type ImportJob = {
  readonly settings: ImportSettings
  readonly signal: AbortSignal
  readonly onEvent: Listener
  /** Pauses lanes and limits what they send. */
  readonly control: Control
  readonly owners: Owners
  /** Number of keys of all sources, by their own counts. */
  readonly keysTotal: number
  readonly progress: {keys: number; bytes: number; pauseMs: number | undefined; readonly startedAt: number}
  readonly checked: {samples: number; different: number}
}

/** One database of one source, while it is imported. */
export type Lane = {
  readonly job: ImportJob
  readonly source: Source
  readonly tally: {-readonly [K in keyof ImportTally]: ImportTally[K]}
  readonly troubles: Troubles
  /** How keys are sent to each owner, which is found out with the first keys. */
  readonly ways: Map<NodeId, Promise<ImportWay | undefined>>
  readonly pace: Pace
  /** When the source last answered, to tell its working time from waiting time. */
  readonly clock: {lastEnd: number}
  /**
   * Number of chunks whose keys are still looked for in the cluster before they are sent, because keys were found
   * there recently.
   */
  readonly wary: {chunks: number}
}

/** A lane, with what is known about the keys that are being sent. */
export type Sending = Lane & {
  /** Keys, in hexadecimal, that the cluster has with another value and that are not changed. */
  readonly leftAlone: Set<string>
  /** Keys that arrived when the way was tested. */
  readonly arrived: Set<SizedKey>
  /** The owner that they are sent to, when it is known. */
  readonly owner?: NodeId
  /** Keys that may have been sent: if their owner has them, it got them from this run. */
  readonly tried: Set<SizedKey>
  /** Keys that have been counted, and are not sent again if their owner is lost. */
  readonly dealtWith: Set<SizedKey>
  /** Keys that did not arrive within the timeout of a MIGRATE. They are streamed, which blocks nobody. */
  readonly slow: Set<SizedKey>
}

/** Keys to be sent again, and the reason. */
export type Again = {readonly keys: readonly SizedKey[]; readonly reason: string}

/** Keys that are read from the source together. */
export type Chunk = {
  readonly keys: readonly SizedKey[]
  /** Cursor of the next chunk; `0` after the last one. */
  readonly next: string
}

const SHOWN = 100
/** A MIGRATE with more arguments is no faster. */
const MOST_KEYS = 2000

/** Problems with single keys: all are counted, and the first ones are kept. */
export class Troubles {
  readonly shown: KeyTrouble[] = []
  count = 0

  add(trouble: KeyTrouble): void {
    this.count++
    if (this.shown.length < SHOWN) this.shown.push(trouble)
  }

  addAll({count, shown}: Troubles): void {
    this.shown.push(...shown.slice(0, SHOWN - this.shown.length))
    this.count += count
  }

  clear(): void {
    this.shown.length = 0
    this.count = 0
  }
}

/** A lane at its start. */
export function openLane(job: ImportJob, source: Source, tally: Lane['tally']): Lane {
  const pace = new Pace(job.settings.pipeline ?? MOST_KEYS)
  return {
    job,
    source,
    tally,
    troubles: new Troubles(),
    ways: new Map(),
    pace,
    clock: {lastEnd: 0},
    wary: {chunks: 0},
  }
}

/**
 * Counts keys that have been processed, and reports the progress. `imported`: those of them that were sent to the
 * cluster.
 */
export function tellKeys(
  {job, dealtWith, owner}: Lane & Partial<Pick<Sending, 'dealtWith' | 'owner'>>,
  keys: readonly SizedKey[],
  imported = keys,
): void {
  const {progress, keysTotal} = job
  for (const key of keys) dealtWith?.add(key)
  if (owner !== undefined) job.owners.brought.add(owner, imported.length)
  const {startedAt} = progress
  progress.keys += keys.length
  progress.bytes += imported.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0)
  const {keys: done, bytes, pauseMs} = progress
  const elapsedMs = performance.now() - startedAt
  job.onEvent({type: 'import-progress', progress: {keys: done, keysTotal, bytes, pauseMs, elapsedMs}})
}

/** An error after which none of the remaining keys can be imported. */
export function cannotGoOn({source, tally}: Lane, owner: string, error: Error): ClusterToolError {
  const from = `${source.name}, database ${tally.from}`
  return new ClusterToolError(
    'INCOMPLETE',
    `Keys of ${from} cannot be imported into ${owner}: ${error.message}`,
    {
      cause: error,
    },
  )
}

/** Nothing has to be sent again. */
export const NONE: Again = {keys: [], reason: ''}

export function together(...parts: readonly Again[]): Again {
  const reason = parts.find(({keys}) => keys.length > 0)?.reason ?? ''
  return {keys: parts.flatMap(({keys}) => keys), reason}
}
