import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {until} from './until.js'

const ENTRY = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

/**
 * clustertool on a pseudo-terminal, which `script` of util-linux creates; all output is in one stream, as on a
 * screen.
 */
export type Terminal = {
  /** Waits until the screen has shown the text. */
  readonly shows: (text: string, limitMs?: number) => Promise<void>
  readonly type: (keys: string) => void
  /** The exit code, once it ends. */
  readonly ended: Promise<number | null>
  readonly screen: () => string
}

/** Starts a command on a terminal of 120 columns. `program`: the words that start clustertool. */
export function onTerminal(
  args: readonly string[],
  program: readonly string[] = [process.execPath, ENTRY],
): Terminal {
  const command = ['stty cols 120 rows 40;', 'exec', ...program, ...args].join(' ')
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    // With CI, the spinner writes lines, as in a log.
    env: {...process.env, SHELL: '/bin/sh', CI: undefined},
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let screen = ''
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()))
  child.stdin.on('error', () => undefined)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    shows: async (text, limitMs = 30_000) => {
      await until(`the screen shows «${text}»`, () => screen.includes(text), limitMs)
    },
    type: (keys) => void child.stdin.write(keys),
    ended,
    screen: () => screen,
  }
}
