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

/** An expected end: a sentence for people, a code for scripts, and hints that say what to do. */
export class ClusterToolError extends Error {
  readonly code: ErrorCode
  readonly hints: readonly string[]
  /** The facts behind the sentence, for --json. */
  readonly details: readonly unknown[]

  constructor(
    code: ErrorCode,
    message: string,
    options: {hints?: readonly string[]; details?: readonly unknown[]; cause?: unknown} = {},
  ) {
    super(message, {cause: options.cause})
    this.name = 'ClusterToolError'
    this.code = code
    this.hints = options.hints ?? []
    this.details = options.details ?? []
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
