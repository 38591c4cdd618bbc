import type {CutoverResult, CutoverWish, Then} from './cutover.js'
import type {FollowProgress} from './follow.js'
import type {Hours} from './hours.js'
import type {MoveMethod, MoveSettings} from './move.js'
import type {NodeId} from './node.js'
import type {Rate} from './rate.js'
import type {ThrottleLimits, ThrottleReading} from './throttle.js'

/** The settings of a running operation that can be changed from another terminal. */
export type ControlSettings = Pick<
  MoveSettings,
  'maxPauseMs' | 'window' | 'pipeline' | 'rate' | 'throttle' | 'hours'
> & {
  /** Maximum number of moves that run at the same time; undefined: as many as the plan has. */
  readonly parallel: number | undefined
}

/** Settings to change. Null removes a limit; what is missing stays. */
export type ControlChange = {
  readonly maxPauseMs?: number | undefined
  readonly window?: number | undefined
  readonly pipeline?: number | null | undefined
  readonly rate?: Rate | null | undefined
  readonly throttle?: ThrottleLimits | null | undefined
  readonly hours?: Hours | null | undefined
  readonly parallel?: number | null | undefined
}

/** The words with which a user tells it. */
export const CONTROL_VERBS = ['status', 'pause', 'resume', 'stop', 'set'] as const

/** What a user can tell a running operation with one of these words. `by`: who does it, for those who look at it later. */
export type ControlVerbRequest =
  | {readonly do: 'status'}
  /** `limitMs`: how long to wait with the answer until it is paused. */
  | {readonly do: 'pause'; readonly by: string; readonly limitMs: number}
  | {readonly do: 'resume'; readonly by: string}
  | {readonly do: 'stop'; readonly by: string}
  | {readonly do: 'set'; readonly by: string; readonly settings: ControlChange}

/** What a running operation can be told. */
export type ControlRequest =
  | ControlVerbRequest
  /** The first and the second part of a cutover. */
  | ({readonly do: 'cutover'; readonly by: string} & CutoverWish)
  | {readonly do: 'end-cutover'; readonly by: string; readonly afterwards: Then}

/** Why an operation rests: it starts no further window, job or step. */
export type RestReason =
  | {
      /** Since: when it was told to, ISO 8601. */
      readonly kind: 'paused'
      readonly by: string
      readonly since: string
    }
  | {readonly kind: 'parallel'; readonly most: number}
  /** Until: when the hours begin, ISO 8601. */
  | {readonly kind: 'hours'; readonly hours: Hours; readonly until: string}
  | {readonly kind: 'throttle'; readonly worst: ThrottleReading}

/** What a move that does not rest waits for. */
export type Delay =
  /** A refusal that may pass, or nodes that do not agree yet. */
  | {readonly kind: 'waiting'; readonly what: string}
  /** A big key that is sent alone, or slots that the servers move themselves. */
  | {readonly kind: 'key' | 'job'; readonly what: string}
  | {readonly kind: 'rate'; readonly rate: Rate}
  /** Clients use the source, so that batches are short. */
  | {readonly kind: 'max-pause'; readonly maxPauseMs: number}
  /** Near a limit of --throttle, batches are sent with breaks. */
  | {readonly kind: 'throttle-slow'; readonly worst: ThrottleReading}

/** What holds an operation back most; `servers`: nothing but the servers themselves. */
export type HoldReason = RestReason | Delay | {readonly kind: 'servers'}

/** `pausing`: it was told to pause, and what is under way has not ended yet. */
export type ControlState = 'running' | 'pausing' | 'paused' | 'stopping'

/** A move of a running operation. */
export type ControlMove = {
  /** The step, from 0. */
  readonly step: number
  readonly source: NodeId
  readonly target: NodeId
  readonly method: MoveMethod
  readonly slots: number
  readonly slotsMoved: number
  readonly keys: number
  readonly keysTotal: number | undefined
  /** Whether it has nothing open and waits. */
  readonly rests: boolean
}

/** How far a running operation is. Rates are those of the last seconds. */
export type ControlProgress = {
  readonly steps: number
  readonly stepsDone: number
  readonly slots: number
  readonly slotsMoved: number
  readonly keys: number
  readonly bytes: number
  readonly keysPerSecond: number
  readonly bytesPerSecond: number
  /** Estimated; undefined if nothing has moved yet, or if it does not go on by itself. */
  readonly secondsLeft: number | undefined
}

/** Which run of which command it is. */
export type ControlledOperation = {
  /** Name of its journal, without folder and suffix. */
  readonly id: string
  readonly command: string
  readonly host: string
  readonly pid: number
  /** ISO 8601. */
  readonly startedAt: string
}

/** What a running operation says about itself. */
export type ControlStatus = {
  readonly operation: ControlledOperation
  /** Its nodes, by id and address. */
  readonly nodes: readonly {readonly id: NodeId; readonly address: string}[]
  readonly state: ControlState
  readonly hold: HoldReason
  readonly progress: ControlProgress
  /** Those that have begun and have not ended. */
  readonly moves: readonly ControlMove[]
  readonly settings: ControlSettings
  /** Of an import that follows its source. */
  readonly follow?: FollowProgress
  /** What the first part of a cutover has found. */
  readonly cutover?: CutoverResult
}

/** Whether a running operation rests, and what holds it back. */
export type RunState = Pick<ControlStatus, 'state' | 'hold' | 'moves'>

/** Whether it is not to go on at present: it was paused or stopped, or waits for its hours or for `--throttle`. */
export function isHeldBack({state, hold}: Pick<RunState, 'state' | 'hold'>): boolean {
  return state !== 'running' || hold.kind === 'hours' || hold.kind === 'throttle'
}

/** What an operation answers: its status afterwards, or why it did not do what it was told. */
export type ControlReply = {readonly status: ControlStatus} | {readonly refused: string}

/** What holds back most first. */
const HOLD_ORDER: readonly HoldReason['kind'][] = [
  'paused',
  'hours',
  'throttle',
  'waiting',
  'key',
  'job',
  'throttle-slow',
  'rate',
  'max-pause',
  'parallel',
  'servers',
]

/** The one that holds back most; `servers` if there is none. */
export function worstHold(holds: readonly HoldReason[]): HoldReason {
  const order = (hold: HoldReason) => HOLD_ORDER.indexOf(hold.kind)
  return holds.toSorted((a, b) => order(a) - order(b))[0] ?? {kind: 'servers'}
}
