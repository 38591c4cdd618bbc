import {type CliOptions, type CliResult, ENTRY, runCli} from './cli.js'
import {until} from './until.js'

/** The built program while it is running. */
export type StartedCli = {
  readonly kill: (signal: NodeJS.Signals) => void
  readonly result: Promise<CliResult>
  /** Whether it has ended. */
  readonly hasEnded: () => boolean
}

/** Starts the built program, and lets the test continue while it is running. The test must await `result`. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<StartedCli> {
  let kill: StartedCli['kill'] | undefined
  let ended = false
  const result = runCli(args, {
    entry: ENTRY,
    ...options,
    onStart: (send) => {
      kill = send
    },
  }).finally(() => (ended = true))
  result.catch(() => undefined)
  const send = await until('the program was started', () => kill)
  return {kill: send, result, hasEnded: () => ended}
}
