import {type ChildProcess, spawn} from 'node:child_process'
import {ENTRY} from '../support/cli.js'

/** A run of the built program, while it is running. */
export class ToolRun {
  readonly args: readonly string[]
  /** When it started and how it ended. */
  readonly startedAt = Date.now()
  /** The faults that were applied to it. */
  readonly harm = new Set<string>()
  readonly ended: Promise<ToolResult>
  private readonly child: ChildProcess
  private readonly said = {stdout: [] as Buffer[], stderr: [] as Buffer[]}
  private isLate = false

  constructor(args: readonly string[], {state, limitMs}: {readonly state: string; readonly limitMs: number}) {
    this.args = args
    const {REDISCLI_AUTH: _a, VALKEYCLI_AUTH: _b, ...env} = process.env
    this.child = spawn(process.execPath, [ENTRY, ...args], {
      env: {...env, XDG_STATE_HOME: state, NO_COLOR: '1'},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]?.on('data', (chunk: Buffer) => this.said[name].push(chunk))
      this.child[name]?.on('error', () => undefined)
    }
    this.ended = this.watch(limitMs)
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  /** Sends a signal if it is still running; returns whether it was. */
  signal(signal: NodeJS.Signals): boolean {
    if (!this.isRunning) return false
    this.harm.add(signal)
    return this.child.kill(signal)
  }

  /** Closes the reading end of one of its streams. */
  closeStream(name: 'stdout' | 'stderr'): void {
    if (!this.isRunning) return
    this.harm.add(`${name} closed`)
    this.child[name]?.destroy()
  }

  private watch(limitMs: number): Promise<ToolResult> {
    const timer = setTimeout(() => {
      this.isLate = true
      this.child.kill('SIGKILL')
    }, limitMs)
    return new Promise((resolve, reject) => {
      this.child.once('error', reject)
      this.child.once('close', () => {
        clearTimeout(timer)
        resolve(this.result())
      })
    })
  }

  private result(): ToolResult {
    return {
      args: this.args,
      exitCode: this.child.exitCode,
      signal: this.child.signalCode,
      stdout: Buffer.concat(this.said.stdout).toString(),
      stderr: Buffer.concat(this.said.stderr).toString(),
      milliseconds: Date.now() - this.startedAt,
      endedAt: Date.now(),
      isLate: this.isLate,
      harm: [...this.harm],
    }
  }
}

export type ToolResult = {
  readonly args: readonly string[]
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly milliseconds: number
  readonly endedAt: number
  /** It did not end within its limit and was therefore killed. */
  readonly isLate: boolean
  readonly harm: readonly string[]
}

/** A run and its whole output, as text. */
export function tellRun({args, exitCode, signal, stdout, stderr, milliseconds, harm}: ToolResult): string {
  const how = [`exit ${exitCode ?? signal}`, `${milliseconds} ms`, ...harm].join(', ')
  return `$ clustertool ${args.join(' ')}\n(${how})\n${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}`
}
