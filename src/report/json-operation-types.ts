import type {Standing} from '../domain/operation.js'
import type {Status} from '../domain/status.js'

/** An operation, as a part of the documents of --json: see json-types.ts. */
export type OperationJson = {
  readonly id: string
  readonly command: string
  /** How it ended, as it was written down. */
  readonly status: Status | 'unfinished'
  /** The same with what is known besides: whether it is at work, was killed, superseded or dismissed. */
  readonly standing: Standing
  /** The operation that superseded it. */
  readonly supersededBy: string | undefined
  readonly startedAt: string
  readonly milliseconds: number | undefined
  readonly host: string
  readonly pid: number
  /** The operation that it took up or took back. */
  readonly of: string | undefined
  readonly slotsMoved: number
}

export type HistoryJson = {
  readonly operations: readonly OperationJson[]
  /** Journals that could not be read, and why. */
  readonly problems: readonly string[]
  /** The operation that was dismissed just now. */
  readonly dismissed: string | undefined
}

/** What a command says that found no operation to take up or back. */
export type NoOperationJson = {
  readonly status: 'nothing-to-do'
  /** The last one that was broken off, which a later one superseded. */
  readonly superseded: OperationJson | undefined
}
