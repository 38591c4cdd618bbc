import {type ChildProcess, spawn} from 'node:child_process'
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {askAll} from './ask.js'
import {ENTRY} from './cli.js'
import {tagOf} from './fill.js'
import {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'
import {until} from './until.js'

const SLOTS = 120
const KEYS_PER_SLOT = 150
const WINDOW = 20
const LIMIT_MS = 60_000

export type EndingOptions = {
  /** Number of moves that find slots with keys. */
  readonly runs: number
  /** Primaries with keys; there are as many others without keys, and with one pair an additional one. */
  readonly pairs?: 1 | 2
}

/** Primaries of which some have keys, each key with a different value. */
export class EndingCluster implements AsyncDisposable {
  readonly cluster: TestCluster
  private readonly keys: readonly string[]
  private sizeBefore = 0

  private constructor(cluster: TestCluster, keys: readonly string[]) {
    this.cluster = cluster
    this.keys = keys
  }

  static async start({runs, pairs = 1}: EndingOptions): Promise<EndingCluster> {
    const cluster = await TestCluster.start({count: pairs + 2, replicas: 0})
    const starts = pairs === 1 ? [0] : [0, 4096]
    const keys = starts.map((start) =>
      Array.from({length: runs * SLOTS * KEYS_PER_SLOT}, (_, at) => {
        return `{${tagOf(start + Math.floor(at / KEYS_PER_SLOT))}}${at}`
      }),
    )
    await Promise.all(keys.map((some, at) => set(cluster.primaries[at]!, some)))
    return new EndingCluster(cluster, keys.flat())
  }

  primary(at: number): TestServer {
    return this.cluster.primaries[at]!
  }

  /** Arguments that move slots of the first primary to the third, in windows that take a while. */
  reshard(...more: string[]): string[] {
    const [from, , to] = this.cluster.primaries
    const ends = ['--from', from!.address, '--to', to!.address, '--slots', `${SLOTS}`]
    return ['reshard', from!.address, ...ends, ...this.slowly, ...more]
  }

  /** Arguments that move slots of the first two of four primaries to the others. */
  rebalance(...more: string[]): string[] {
    const weights = this.cluster.primaries.flatMap(({address}, at) => {
      return ['--weight', `${address}=${at < 2 ? 970 : 1030}`]
    })
    return ['rebalance', this.primary(0).address, ...weights, '--threshold', '0', ...this.slowly, ...more]
  }

  private get slowly(): string[] {
    return ['--method', 'keys', '--window', `${WINDOW}`, '--max-pause', '1', '--yes']
  }

  /** The marks of open slots on each primary, for slots from `start` to `end`. */
  async marks(start = 0, end = 16_383): Promise<string[]> {
    const views = await Promise.all(
      this.cluster.primaries.map((node) => askAll(node, [['CLUSTER', 'NODES']])),
    )
    const found = views.flatMap(([view]) => String(view).match(/\[\d+-[<>]-\w+\]/g) ?? [])
    return found.filter((mark) => {
      const slot = Number(/\d+/.exec(mark)?.[0])
      return slot >= start && slot <= end
    })
  }

  /** Waits until slots are open and some of their keys have been sent. */
  async midWindow(): Promise<void> {
    await until(
      'slots are open and keys on their way',
      async () => {
        if ((await this.marks()).length === 0) return false
        return (await this.size()) > this.sizeBefore
      },
      LIMIT_MS,
    )
  }

  /** Some of the keys that a client does not get with their values, if no slot is open. */
  async wrong(): Promise<string[]> {
    const commands = this.keys.map((key) => ['GET', key])
    const replies = await Promise.all(this.cluster.primaries.map((node) => askAll(node, commands)))
    this.sizeBefore = await this.size()
    return this.keys
      .filter((key, at) => !replies.some((answers) => answers[at] === valueOf(key)))
      .slice(0, 10)
  }

  private async size(): Promise<number> {
    const [size] = await askAll(this.primary(2), [['DBSIZE']])
    return Number(size)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster[Symbol.asyncDispose]()
  }
}

async function set(node: TestServer, keys: readonly string[]): Promise<void> {
  const replies = await askAll(
    node,
    keys.map((key) => ['SET', key, valueOf(key)]),
  )
  const failed = replies.find((reply) => reply instanceof Error)
  if (failed) throw failed
}

function valueOf(key: string): string {
  return `${key}:`.repeat(12)
}

export type RunningOptions = {
  readonly env?: Readonly<Record<string, string>>
  /** A shell line around the program; its arguments are in `"$@"`. Default: only the program. */
  readonly shell?: string
}

/** The built program while it is running, with a separate state folder. */
export class RunningCli implements AsyncDisposable {
  readonly child: ChildProcess
  readonly folder: string
  stdout = ''
  stderr = ''
  private readonly closed: Promise<{exitCode: number | null; signal: NodeJS.Signals | null}>

  private constructor(child: ChildProcess, folder: string) {
    this.child = child
    this.folder = folder
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()))
    this.closed = new Promise((resolve) => {
      child.once('close', (exitCode, signal) => resolve({exitCode, signal}))
    })
  }

  /** stdin stays open. */
  static async start(args: readonly string[], {env = {}, shell}: RunningOptions = {}): Promise<RunningCli> {
    const folder = await mkdtemp(join(tmpdir(), 'clustertool-ends-'))
    const words = wordsFor(args)
    const [program, ...rest] = shell === undefined ? words : ['bash', '-c', shell, 'bash', ...words]
    // A separate process group, as a shell creates for a command.
    const child = spawn(program!, rest, {
      env: {...process.env, ...env, XDG_STATE_HOME: folder, FOLDER: folder},
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    })
    child.stdin.on('error', () => undefined)
    return new RunningCli(child, folder)
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  killGroup(signal: NodeJS.Signals): void {
    process.kill(-this.child.pid!, signal)
  }

  /** Fails if it takes more than half a minute. */
  ended(): Promise<{exitCode: number | null; signal: NodeJS.Signals | null}> {
    let ending: Awaited<typeof this.closed> | undefined
    void this.closed.then((known) => (ending = known))
    return until('the program has ended', () => ending, LIMIT_MS)
  }

  /** What a shell wrote to a file of the state folder, such as an exit code. */
  told(name: string): Promise<string> {
    return until(
      `${name} is written`,
      async () => {
        const text = await readFile(join(this.folder, name), 'utf8')
        return text === '' ? undefined : text.trim()
      },
      LIMIT_MS,
    )
  }

  /** The status with which the only journal ended, once it has one. */
  journalEnd(): Promise<string> {
    return until(
      'the journal has an end',
      async () => {
        const [name] = await this.files(/\.jsonl$/)
        const text = await readFile(join(this.folder, 'clustertool', name ?? ''), 'utf8')
        return /"type":"ended","status":"([\w-]+)"/.exec(text)?.[1]
      },
      LIMIT_MS,
    )
  }

  async files(pattern: RegExp): Promise<string[]> {
    return (await readdir(join(this.folder, 'clustertool'))).filter((name) => pattern.test(name))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.killGroup('SIGKILL')
    await this.closed
    await rm(this.folder, {recursive: true, force: true})
  }
}

/** The whole command line of the built program. */
export function wordsFor(args: readonly string[]): string[] {
  return [process.execPath, ENTRY, ...args]
}
