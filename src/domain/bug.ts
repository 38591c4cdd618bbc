const OF_OURS: readonly (new (...words: never[]) => Error)[] = [
  TypeError,
  ReferenceError,
  RangeError,
  SyntaxError,
]

/** Nobody but this program hands a function of Node a thing of the wrong kind. */
const CODE_OF_OURS = 'ERR_INVALID_ARG_TYPE'

/** Whether an error says that this program is wrong, and not that a server, a network or a user is. */
export function isBug(error: unknown): boolean {
  if (!OF_OURS.some((kind) => error instanceof kind)) return false
  // Others of Node and of the system have a code: they are about what came from outside.
  const {code = CODE_OF_OURS} = error as NodeJS.ErrnoException
  return code === CODE_OF_OURS
}

/** For a `catch` that continues without what a server, a network or a user did not provide: throws bugs again. */
export function unlessBug(error: unknown): undefined {
  if (isBug(error)) throw error
}
