const OF_OURS: readonly (new (...words: never[]) => Error)[] = [
  TypeError,
  ReferenceError,
  RangeError,
  SyntaxError,
]

/** Whether an error says that this program is wrong, and not that a server, a network or a user is. */
export function isBug(error: unknown): boolean {
  // Those of Node and of the system have a code: they are about what came from outside.
  return OF_OURS.some((kind) => error instanceof kind) && !('code' in (error as Error))
}
