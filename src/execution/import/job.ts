import type {ImportSettings, ImportTally, ImportWay, KeyTrouble} from '../../domain/import.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {Listener} from '../../domain/outcome.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {Source} from '../../redis/source.js'
import {Pace} from '../move/by-keys/pace.js'
import type {Owners} from './owners.js'

/** What an import knows while it runs. */
export type ImportJob = {
  readonly settings: ImportSettings
  readonly signal: AbortSignal
  readonly onEvent: Listener
  readonly owners: Owners
  /** Keys of all sources, by their own counts. */
  readonly keysTotal: number
  readonly progress: {keys: number; bytes: number; pauseMs: number | undefined; readonly startedAt: number}
  readonly checked: {samples: number; different: number}
}

/** One database of one source on its way. */
export type Lane = {
  readonly job: ImportJob
  readonly source: Source
  readonly tally: {-readonly [K in keyof ImportTally]: ImportTally[K]}
  readonly troubles: Troubles
  /** How keys get to each owner; found out with the first ones. */
  readonly ways: Map<NodeId, Promise<ImportWay | undefined>>
  readonly pace: Pace
  /** When the source answered last, to tell how long it took from how long it waited. */
  readonly clock: {lastEnd: number}
  /** Chunks whose keys are looked for in the cluster before they are sent, since keys were found there lately. */
  readonly wary: {chunks: number}
}

/** A lane with what is known of the keys in hand. */
export type Sending = Lane & {
  /** Keys, in hexadecimal, that the cluster has with another value, which is left as it is. */
  readonly leftAlone: Set<string>
  /** Those by which the way was found out. */
  readonly arrived: Set<SizedKey>
  /** To whom they go, once that is known. */
  readonly owner?: NodeId
  /** Those that are counted: they are not sent again when their owner is lost. */
  readonly dealtWith: Set<SizedKey>
  /** Those that did not arrive within the time of a MIGRATE: they go through this machine, where they hold nobody. */
  readonly slow: Set<SizedKey>
}

/** Keys that are to be sent again, and why. */
export type Again = {readonly keys: readonly SizedKey[]; readonly reason: string}

/** Keys that are read from the source together. */
export type Chunk = {
  readonly keys: readonly SizedKey[]
  /** Where the next one begins; `0` after the last. */
  readonly next: string
}

const SHOWN = 100
/** A MIGRATE with more arguments is no faster. */
const MOST_KEYS = 2000

/** What went wrong with single keys: all are counted, the first ones kept. */
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

/** A lane that has not begun. */
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

/** Counts keys that are dealt with, and tells. `imported`: those of them that were brought to the cluster. */
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

/** A stop at which no key that is left can be imported either. */
export function cannotGoOn({source, tally}: Lane, owner: string, error: Error): ClusterToolError {
  const from = `${source.name}, database ${tally.from}`
  return new ClusterToolError('INCOMPLETE', `Keys of ${from} do not go to ${owner}: ${error.message}`, {
    cause: error,
  })
}

/** Nothing is to be sent again. */
export const NONE: Again = {keys: [], reason: ''}

export function together(...parts: readonly Again[]): Again {
  const reason = parts.find(({keys}) => keys.length > 0)?.reason ?? ''
  return {keys: parts.flatMap(({keys}) => keys), reason}
}
