/** An entry of a node's slow log. */
export type SlowCommand = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly microseconds: number
  /** The name and the first arguments, long ones cut. */
  readonly words: readonly string[]
  /** Address of the client; undefined before Redis 4.0. */
  readonly client: string | undefined
}
