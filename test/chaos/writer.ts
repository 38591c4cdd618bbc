import {type ChildProcess, fork} from 'node:child_process'
import {once} from 'node:events'
import {fileURLToPath} from 'node:url'
import type {ChaosKey} from './dataset.js'

/** With an underscore, because the name is taken. */
export type Record_ = {
  /** The last version that was sent. */
  sent: number
  /** The highest version that the owner acknowledged. */
  acknowledged: Write | undefined
  /** The highest version that a replica acknowledged too; without replicas the same. */
  counted: Write | undefined
  /** Versions without an answer: a server that was stopped may carry them out late. */
  readonly unsure: {readonly version: number; readonly place: string}[]
}

export type Write = {readonly version: number; readonly at: number; readonly place: string}

export type WrittenKey = Pick<ChaosKey, 'name' | 'kind' | 'slot' | 'number'>

export type Order = {
  readonly kind: 'start'
  /** `host:port` of nodes to ask first. */
  readonly nodes: string[]
  readonly keys: readonly WrittenKey[]
  readonly clients: number
  readonly waits: boolean
}

/** The clients, for one round after another. */
export class ChaosWriter implements AsyncDisposable {
  private readonly child: ChildProcess

  constructor() {
    const program = fileURLToPath(new URL('writer-process.ts', import.meta.url))
    this.child = fork(program, [], {execArgv: ['--import', 'tsx'], stdio: 'inherit'})
  }

  /** Returns when the clients are writing. */
  async start(order: Omit<Order, 'kind'>): Promise<void> {
    const started = once(this.child, 'message')
    this.child.send({kind: 'start', ...order})
    await started
  }

  /** Stops the clients; returns the record of each key that they wrote. */
  async stop(): Promise<ReadonlyMap<string, Record_>> {
    const done = once(this.child, 'message')
    this.child.send({kind: 'stop'})
    const [records] = (await done) as [[string, Record_][]]
    return new Map(records)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }
}
