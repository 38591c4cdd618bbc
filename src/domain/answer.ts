import type {Node} from './node.js'
import type {Reply} from './reply.js'

/** The result of asking one node; `error` is the server's error reply, or why it did not answer. */
export type Answer<T> = {readonly node: Node} & (
  | {readonly status: 'ok'; readonly value: T}
  | {readonly status: 'error' | 'unreachable'; readonly error: string}
)

/** The result of asking many nodes. refused: all answered with an error; unreachable: none answered. */
export type AnswersStatus = 'done' | 'refused' | 'unreachable' | 'incomplete'

export type CallOutcome = {
  readonly status: AnswersStatus
  /** The command and its arguments; bytes if they came from stdin. */
  readonly words: readonly (string | Buffer)[]
  readonly answers: readonly Answer<Reply>[]
}

/** A setting of one node after it was set. */
export type Configured = {
  /** Undefined if it was not read. */
  readonly before: string | undefined
  /** As the server reports it; undefined if it does not. */
  readonly after: string | undefined
  readonly saved: boolean
  /**
   * Why it could not be written to the configuration file of the node; also undefined if it was not to be written.
   */
  readonly notSavedBecause: string | undefined
}

export type ConfigureOutcome = {
  readonly status: AnswersStatus
  readonly name: string
  readonly value: string
  /** Whether it was also to be written to the configuration files. */
  readonly rewrite: boolean
  readonly answers: readonly Answer<Configured>[]
}

/** The overall status; also `done` if no node was asked. */
export function answersStatus(each: readonly (Answer<unknown>['status'] | 'not-saved')[]): AnswersStatus {
  if (each.every((status) => status === 'ok')) return 'done'
  if (each.every((status) => status === 'unreachable')) return 'unreachable'
  return each.every((status) => status === 'error') ? 'refused' : 'incomplete'
}

/** The result of changing a setting on one node, in one word. */
export function configuredStatus(answer: Answer<Configured>): Answer<unknown>['status'] | 'not-saved' {
  return answer.status === 'ok' && answer.value.notSavedBecause !== undefined ? 'not-saved' : answer.status
}
