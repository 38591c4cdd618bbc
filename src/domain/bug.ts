const OF_OURS: readonly (new (...words: never[]) => Error)[] = [
  TypeError,
  ReferenceError,
  RangeError,
  SyntaxError,
]

/** Only this program passes an argument of the wrong type to a function of Node.js. */
const CODE_OF_OURS = 'ERR_INVALID_ARG_TYPE'

/** Whether an error is a bug in this program, and not the fault of a server, a network or a user. */
export function isBug(error: unknown): boolean {
  if (!OF_OURS.some((kind) => error instanceof kind)) return false
  // Other errors of Node.js and of the operating system have a code: they are about something outside.
  const {code = CODE_OF_OURS} = error as NodeJS.ErrnoException
  return code === CODE_OF_OURS
}

/** For a `catch` that continues without what a server, a network or a user did not provide: throws bugs again. */
export function unlessBug(error: unknown): undefined {
  if (isBug(error)) throw error
}
