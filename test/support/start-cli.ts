import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {ENTRY} from './cli.js'
import {until} from './until.js'

export type StartedCli = AsyncDisposable & {
  /** What it has written to stderr so far. */
  readonly stderr: () => string
  /** Returns when it has ended; fails after this many milliseconds. */
  readonly ended: (
    limitMs?: number,
  ) => Promise<{readonly exitCode: number | null; readonly stdout: string; readonly stderr: string}>
}

/** Starts the built clustertool without a terminal, to observe it while it is running. Disposing kills it. */
export function startCli(args: readonly string[]): StartedCli {
  const child = spawn(process.execPath, [ENTRY, ...args], {stdio: ['ignore', 'pipe', 'pipe']})
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  let exitCode: number | null | undefined
  const closed = once(child, 'close').then(([code]) => (exitCode = code as number | null))
  return {
    stderr: () => stderr,
    async ended(limitMs = 30_000) {
      await until(
        `clustertool ${args.join(' ')} ends`,
        () => exitCode !== undefined || failWith(stdout, stderr),
        limitMs,
      )
      return {exitCode: exitCode ?? null, stdout, stderr}
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

function failWith(stdout: string, stderr: string): never {
  throw new Error(`it said ${stdout.slice(-2000)} ${stderr.slice(-2000)}`)
}

/** Waits until an import that was started with `--progress ndjson` has imported this many keys. */
export async function keysBrought({stderr}: StartedCli, keys: number): Promise<void> {
  await until(
    `${keys} keys are imported`,
    () => Number([...stderr().matchAll(/"keys":(\d+),"keysTotal"/g)].at(-1)?.[1] ?? 0) >= keys,
    20_000,
  )
}
