import type {Operation} from './operation.js'
import type {SlotRange} from './slot.js'
import type {Status} from './status.js'

/** What happened, as a journal says it. `step`: by index from 0. */
export type JournalFact =
  /** It was running when following began. */
  | {readonly type: 'running'}
  | {readonly type: 'begun'}
  | {readonly type: 'step-started'; readonly step: number}
  | {
      readonly type: 'slots-opening' | 'slots-moved'
      readonly step: number
      readonly ranges: readonly SlotRange[]
    }
  | {
      readonly type: 'step-finished'
      readonly step: number
      readonly status: 'done' | 'failed' | 'not-run'
      readonly error: string | undefined
    }
  | {readonly type: 'ended'; readonly status: Status | 'dismissed'}
  /** Its process is gone, and its journal has no end. */
  | {readonly type: 'killed'}

/** Something that happened in an operation, and when: ISO 8601. */
export type JournalEvent = JournalFact & {readonly time: string; readonly operation: Operation}
