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

/** For a `catch` that goes on without what a server, a network or a user did not give: throws what is a bug of ours. */
export function unlessBug(error: unknown): undefined {
  if (isBug(error)) throw error
}
