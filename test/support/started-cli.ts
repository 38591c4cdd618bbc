import {type CliOptions, type CliResult, ENTRY, runCli} from './cli.js'
import {until} from './until.js'

/** The built program while it is running. Disposing kills it if it still runs. */
export type StartedCli = AsyncDisposable & {
  readonly kill: (signal: NodeJS.Signals) => void
  readonly result: Promise<CliResult>
  /** Whether it has ended. */
  readonly hasEnded: () => boolean
  /** What it has written to stderr so far. */
  readonly stderr: () => string
  /** What it has written to stdout so far. */
  readonly stdout: () => string
}

/** Starts the built program, and lets the test continue while it is running. The test must await `result`. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<StartedCli> {
  let kill: StartedCli['kill'] | undefined
  let ended = false
  let stderr = ''
  let stdout = ''
  const result = runCli(args, {
    entry: ENTRY,
    ...options,
    onStart: (send) => {
      kill = send
    },
    onStderr: (text) => {
      stderr += text
    },
    onStdout: (text) => {
      stdout += text
    },
  }).finally(() => (ended = true))
  result.catch(() => undefined)
  const send = await until('the program was started', () => kill)
  return {
    kill: send,
    result,
    hasEnded: () => ended,
    stderr: () => stderr,
    stdout: () => stdout,
    async [Symbol.asyncDispose]() {
      if (!ended) send('SIGKILL')
      await result.catch(() => undefined)
    },
  }
}

/** Waits until an import that was started with `--progress ndjson` has imported this many keys. */
export async function keysBrought({stderr}: Pick<StartedCli, 'stderr'>, keys: number): Promise<void> {
  await until(
    `${keys} keys are imported`,
    () => Number([...stderr().matchAll(/"keys":(\d+),"keysTotal"/g)].at(-1)?.[1] ?? 0) >= keys,
    20_000,
  )
}
