/** Exit codes by name. Scripts rely on them, see docs/exit-codes.md. 0 is success; oclif itself also uses 2. */
export const EXIT_CODES = {
  UNEXPECTED: 1,
  USAGE: 2,
  UNHEALTHY: 3,
  REFUSED: 4,
  UNREACHABLE: 5,
  INCOMPLETE: 6,
  CANCELLED: 130,
} as const

export type ErrorCode = keyof typeof EXIT_CODES

/** What an error is about, for views that use other words than the message. */
export type ErrorFact =
  | {readonly code: 'bad-address' | 'no-source'}
  | {readonly code: 'unknown-node' | 'not-primary'; readonly name: string}
  | {readonly code: 'has-slots'; readonly address: string}
  | {readonly code: 'unhealthy'; readonly purpose: string}
  | {readonly code: 'too-few-primaries'; readonly nodes: number; readonly replicas: number}
  | UnreadNode
  | {readonly code: 'unfit-node'; readonly address: string; readonly why: string; readonly reason: string}

/** A node that could not be read; `joins`: it was to become a member. */
type UnreadNode = {
  readonly code: 'unread-node'
  readonly address: string
  readonly kind: 'unreachable' | 'auth' | 'not-cluster' | 'loading' | 'refused' | 'other'
  readonly reason: string
  readonly joins: boolean
}

/** An expected end: a sentence for people, a code for scripts, and hints that say what to do. */
export class ClusterToolError extends Error {
  readonly code: ErrorCode
  readonly hints: readonly string[]
  /** The facts behind the sentence, for --json. */
  readonly details: readonly unknown[]
  readonly facts: readonly ErrorFact[]

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      hints?: readonly string[]
      details?: readonly unknown[]
      facts?: readonly ErrorFact[]
      cause?: unknown
    } = {},
  ) {
    super(message, {cause: options.cause})
    this.name = 'ClusterToolError'
    this.code = code
    this.hints = options.hints ?? []
    this.details = options.details ?? []
    this.facts = options.facts ?? []
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
