import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {outputProblem} from './documents.js'

export const ENTRY = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export type CliOptions = {
  /** Contents of stdin before it is closed. Default: none. */
  readonly input?: string | Buffer
  /** Variables to add, or with undefined to remove. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The Node.js program, or a shell. Default: this Node.js. */
  readonly node?: string
  /** The script to run. Default: bin/run.js. */
  readonly entry?: string
  /** Milliseconds after which the process is killed and the test fails. */
  readonly limitMs?: number
  /** Called with the process as soon as it is running, to send it signals. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
  /** Called with what the process writes to stderr, piece by piece. */
  readonly onStderr?: (text: string) => void
  /** Called with what it writes to stdout, piece by piece. */
  readonly onStdout?: (text: string) => void
}

export type CliResult = {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  /** stdout without decoding. */
  readonly stdoutBytes: Buffer
  readonly stderr: string
  readonly milliseconds: number
}

/**
 * Runs the built clustertool to its end, without a terminal. Rejects if it does not end within the limit, or if a
 * document that it prints does not fit its schema.
 */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const start = performance.now()
  const child = spawn(options.node ?? process.execPath, [options.entry ?? ENTRY, ...args], {
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const chunks = {stdout: [] as Buffer[], stderr: [] as Buffer[]}
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.stdout.push(chunk)
    options.onStdout?.(chunk.toString())
  })
  child.stderr.on('data', (chunk: Buffer) => {
    chunks.stderr.push(chunk)
    options.onStderr?.(chunk.toString())
  })
  // A process that ends without reading its input closes the pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input)
  options.onStart?.((signal) => void child.kill(signal))
  const limitMs = options.limitMs ?? 60_000
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      const said = Buffer.concat([...chunks.stdout, ...chunks.stderr]).toString()
      reject(new Error(`clustertool ${args.join(' ')} did not end within ${limitMs} ms:\n${said}`))
    }, limitMs)
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer)
      const stdoutBytes = Buffer.concat(chunks.stdout)
      const [stdout, stderr] = [stdoutBytes.toString(), Buffer.concat(chunks.stderr).toString()]
      const problem = outputProblem(stdout, stderr)
      if (problem === undefined) {
        resolve({exitCode, signal, stdout, stdoutBytes, stderr, milliseconds: performance.now() - start})
      } else reject(new Error(`clustertool ${args.join(' ')} printed a document in which ${problem}`))
    })
  })
}

/** The credentials and colours of the test run must not reach the program. */
function environment(extra: CliOptions['env'] = {}): NodeJS.ProcessEnv {
  const {REDISCLI_AUTH: _a, VALKEYCLI_AUTH: _b, FORCE_COLOR: _c, NO_COLOR: _d, ...env} = process.env
  return {...env, ...extra}
}
