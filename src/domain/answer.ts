import type {Node} from './node.js'
import type {Reply} from './reply.js'

/** What came of asking one node; `error` has the server's error reply, or why there was no answer. */
export type Answer<T> = {readonly node: Node} & (
  | {readonly status: 'ok'; readonly value: T}
  | {readonly status: 'error' | 'unreachable'; readonly error: string}
)

/** How asking many nodes ended: refused is an error from all of them, unreachable no answer from any. */
export type AnswersStatus = 'done' | 'refused' | 'unreachable' | 'incomplete'

export type CallOutcome = {
  readonly status: AnswersStatus
  /** The command and its arguments; bytes where they came from stdin. */
  readonly words: readonly (string | Buffer)[]
  readonly answers: readonly Answer<Reply>[]
}

/** A setting of one node after it was set. */
export type Configured = {
  /** Undefined where it was not looked up. */
  readonly before: string | undefined
  /** As the server understood it; undefined where it does not tell. */
  readonly after: string | undefined
  readonly saved: boolean
  /** Why it could not be written to the node's configuration file; undefined too when that was not asked for. */
  readonly notSavedBecause: string | undefined
}

export type ConfigureOutcome = {
  readonly status: AnswersStatus
  readonly name: string
  readonly value: string
  /** Whether it was to be written to the configuration files too. */
  readonly rewrite: boolean
  readonly answers: readonly Answer<Configured>[]
}

/** How asking ended, from what came of each node; `done` too when there was none to ask. */
export function answersStatus(each: readonly (Answer<unknown>['status'] | 'not-saved')[]): AnswersStatus {
  if (each.every((status) => status === 'ok')) return 'done'
  if (each.every((status) => status === 'unreachable')) return 'unreachable'
  return each.every((status) => status === 'error') ? 'refused' : 'incomplete'
}

/** What came of setting one node, in one word. */
export function configuredStatus(answer: Answer<Configured>): Answer<unknown>['status'] | 'not-saved' {
  return answer.status === 'ok' && answer.value.notSavedBecause !== undefined ? 'not-saved' : answer.status
}
