import {execFileSync, spawn, type ChildProcess} from 'node:child_process'
import {mkdtempSync, readFileSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createRequire} from 'node:module'
import type {Terminal} from '@xterm/headless'
import {ENTRY} from './cli.js'
import {until} from './until.js'

// It is CommonJS, and what import gives depends on who runs this file.
const xterm = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

export type ScreenTerminalOptions = {
  readonly width?: number
  readonly height?: number
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The script to run. Default: bin/run.js. */
  readonly entry?: string
}

/**
 * clustertool on a pseudo-terminal, and what a user sees there. A shell starts it and writes down how the terminal was
 * before and after. Disposing kills all of it.
 */
export class ScreenTerminal implements AsyncDisposable {
  private readonly child: ChildProcess
  private readonly folder: string
  private readonly screen: Terminal
  /** Everything that was written to the terminal. */
  written = ''

  private constructor(args: readonly string[], options: ScreenTerminalOptions) {
    const {width = 80, height = 24, env, entry = ENTRY} = options
    this.folder = mkdtempSync(join(tmpdir(), 'clustertool-screen-'))
    this.screen = new xterm.Terminal({cols: width, rows: height, allowProposedApi: true})
    const at = (name: string) => join(this.folder, name)
    const run = `sh -c 'echo $$ >${at('pid')}; exec "$@"' sh ${[process.execPath, entry, ...args].join(' ')}`
    const script = [
      // dash ends at once when the group is interrupted, although the program has caught it. The program is not changed.
      'trap : INT',
      `stty cols ${width} rows ${height}`,
      `stty -a >${at('before')}`,
      `tty >${at('tty')}`,
      run,
      `echo $? >${at('code')}`,
      `stty -a >${at('after')}`,
      `echo done >${at('done')}`,
    ]
    this.child = spawn('script', ['-qfc', script.join('; '), '/dev/null'], {
      env: {
        ...process.env,
        SHELL: '/bin/sh',
        CI: undefined,
        NO_COLOR: undefined,
        LC_ALL: 'C.UTF-8',
        TERM: 'xterm-256color',
        ...env,
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.child.stdin?.on('error', () => undefined)
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.written += chunk.toString()
      this.screen.write(chunk)
    })
  }

  /** Starts a command. */
  static start(args: readonly string[], options: ScreenTerminalOptions = {}): ScreenTerminal {
    return new ScreenTerminal(args, options)
  }

  /** The lines that are seen, without spaces at their ends. */
  get lines(): string[] {
    const {active} = this.screen.buffer
    return Array.from({length: this.screen.rows}, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    )
  }

  get text(): string {
    return this.lines.join('\n')
  }

  /** Whether what was on the terminal before is hidden. */
  get isFull(): boolean {
    return this.screen.buffer.active.type === 'alternate'
  }

  /** Whether the cursor is shown, by the last of the sequences that show and hide it. */
  get hasCursor(): boolean {
    return this.written.lastIndexOf('\u001B[?25h') >= this.written.lastIndexOf('\u001B[?25l')
  }

  /** Waits until the screen contains this. */
  async shows(what: RegExp, limitMs = 30_000): Promise<void> {
    try {
      await until(`the screen shows ${what}`, () => what.test(this.text), limitMs)
    } catch (error) {
      throw new Error(`the screen does not show ${what}:\n${this.text}`, {cause: error})
    }
  }

  type(keys: string): void {
    this.child.stdin?.write(keys)
  }

  /** The process of clustertool. */
  get pid(): number {
    return Number(this.read('pid'))
  }

  /** Changes the size, as a user who drags the window. */
  resize(width: number, height: number): void {
    this.screen.resize(width, height)
    execFileSync('stty', ['-F', this.read('tty'), 'cols', `${width}`, 'rows', `${height}`])
  }

  /** Waits until the program has ended, and says how, and what is different on the terminal. */
  async ended(): Promise<{
    readonly code: number
    readonly isFull: boolean
    readonly hasCursor: boolean
    readonly sameMode: boolean
  }> {
    await until('the program has ended', () => this.read('done') === 'done', 30_000).catch(
      (error: unknown) => {
        throw new Error(`exit code «${this.read('code')}», and on the screen:\n${this.text}`, {cause: error})
      },
    )
    // What was written last may still be on its way.
    await until('the screen is as before', () => !this.isFull, 2000).catch(() => undefined)
    return {
      code: Number(this.read('code')),
      isFull: this.isFull,
      hasCursor: this.hasCursor,
      sameMode: this.read('before') !== '' && this.read('before') === this.read('after'),
    }
  }

  /** Takes the terminal away, as a connection that breaks. */
  vanish(): void {
    this.child.kill('SIGKILL')
  }

  private read(name: string): string {
    try {
      return readFileSync(join(this.folder, name), 'utf8').trim()
    } catch {
      return ''
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.vanish()
    this.screen.dispose()
    await rm(this.folder, {recursive: true, force: true})
  }
}
