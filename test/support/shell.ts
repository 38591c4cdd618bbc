import {spawnSync} from 'node:child_process'
import {symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {onTerminal, type Terminal} from './terminal.js'
import {until} from './until.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const PROMPT = 'ready> '

const SHELLS = {
  bash: {command: ['bash', '--norc', '-i'], start: 'set -o emacs; '},
  zsh: {command: ['zsh', '-f', '-i'], start: 'bindkey -e; autoload -U compinit; compinit -u -D; '},
} as const

/** A link to the built program in a folder, so that shells find it as clustertool. Returns PATH with the folder. */
export async function pathWithProgram(folder: string): Promise<string> {
  await symlink(join(ROOT, 'bin/run.js'), join(folder, 'clustertool'))
  return `${folder}:${process.env['PATH']}`
}

/** Skips a test if a shell is not installed. */
export function skipWithout(test: Mocha.Context, shell: string): void {
  if (!spawnSync(shell, ['--version']).error) return
  process.stderr.write(`*** skipped: ${shell} is not installed ***\n`)
  test.skip()
}

/** An interactive shell with the completion script, on a terminal. Disposing ends it. */
export class Shell implements AsyncDisposable {
  private readonly terminal: Terminal
  private lines = 0

  private constructor(terminal: Terminal) {
    this.terminal = terminal
  }

  /** Starts a shell. `env`: variables to set. */
  static async start(name: keyof typeof SHELLS, env: Readonly<Record<string, string>>): Promise<Shell> {
    const {command, start} = SHELLS[name]
    const variables = Object.entries({...env, PS1: `'${PROMPT}'`}).map(([key, value]) => `${key}=${value}`)
    const shell = new Shell(onTerminal([], ['env', ...variables, ...command]))
    await shell.terminal.shows(PROMPT)
    const script = join(ROOT, 'completions', `clustertool.${name}`)
    await shell.run(`${start}source ${script};`)
    return shell
  }

  /** All that was shown so far. */
  get screen(): string {
    return this.terminal.screen()
  }

  /** The words of a line after Tab was pressed at its end. */
  async completed(line: string): Promise<readonly string[]> {
    // To the start of the line, where another command takes its words, and to its end.
    return this.run(`${line}\t\u0001`, '\u0005')
  }

  private async run(before: string, after = ''): Promise<readonly string[]> {
    const mark = `${++this.lines}`
    this.terminal.type(`${before} printf '<${mark}:%s>' ${after} end\r`)
    const pattern = new RegExp(`((?:<${mark}:[^<>]*>)*)<${mark}:end>`)
    return until(
      `the shell has run ${JSON.stringify(before)}`,
      () => {
        const found = pattern.exec(this.screen)
        const isReady = found !== null && this.screen.slice(found.index + found[0].length).includes(PROMPT)
        return isReady && [...(found[1] ?? '').matchAll(/:([^<>]*)>/g)].map(([, word = '']) => word)
      },
      20_000,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.terminal.type('exit\r')
    await this.terminal.ended
  }
}
