import {setImmediate as turn} from 'node:timers/promises'
import Mocha from 'mocha'

// Mocha passes an unhandled rejection to any listener, and ignores it if there is none. Thrown as an exception, it
// would end the run of a test that is still running. So the test during which it occurs fails.
const rejections: Error[] = []
const note = (reason: unknown) => void rejections.push(described(reason))

const {Runnable} = Mocha
type Run = (this: Mocha.Runnable, done: (error?: unknown) => void) => void
// oxlint-disable-next-line typescript/unbound-method -- called with the runnable below
const run = Runnable.prototype.run as Run
Runnable.prototype.run = function runWatched(done): void {
  // A worker removes listeners after each file.
  if (!process.listeners('unhandledRejection').includes(note)) process.on('unhandledRejection', note)
  run.call(this, (error) => void end(error, done))
}

/** Node.js reports a rejection after everything that could still handle it has run. */
async function end(error: unknown, done: (error?: unknown) => void): Promise<void> {
  await turn()
  const [first] = rejections.splice(0)
  done(error ?? first)
}

function described(reason: unknown): Error {
  const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
  return new Error(`nobody handled a rejection: ${text}`)
}

process.on('exit', () => {
  if (rejections.length > 0) process.exitCode = 1
})
