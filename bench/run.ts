import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'

/** The built clustertool, as a user runs it. */
export const CLUSTERTOOL = [process.execPath, fileURLToPath(new URL('../bin/run.js', import.meta.url))]

/** How a program ended, and how long it took as a whole process, in milliseconds. */
export type Run = {readonly milliseconds: number; readonly exitCode: number | null; readonly output: string}

/** Runs a program with this on stdin and in its environment (default: nothing more), with a time limit. Rejects if it cannot be started. */
export function run(
  command: readonly string[],
  {
    input = '',
    limitMs = 600_000,
    env: more = {},
  }: {
    readonly input?: string
    readonly limitMs?: number
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<Run> {
  const [program = '', ...args] = command
  // Some machines set it for all programs; Node.js then reads the certificates at each start.
  const {NODE_EXTRA_CA_CERTS: _c, ...env} = process.env
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: {...env, ...more},
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (exitCode) => {
      const milliseconds = performance.now() - start
      resolve({milliseconds, exitCode, output: Buffer.concat(chunks).toString()})
    })
  })
}

/** Like `run`, but throws an error with the output unless the program ends with 0. */
export async function runWell(command: readonly string[]): Promise<Run> {
  const result = await run(command)
  if (result.exitCode === 0) return result
  throw new Error(`${command.join(' ')} ended with ${result.exitCode}:\n${result.output}`)
}
