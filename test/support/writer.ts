import {type ChildProcess, fork} from 'node:child_process'
import {once} from 'node:events'
import {fileURLToPath} from 'node:url'
import type {Address} from '../../src/domain/address.js'
import type {ConnectionOptions} from '../../src/redis/connection.js'
import {connect, disconnect} from '../../src/redis/connection.js'
import {keySlot} from '../../src/redis/key-slot.js'
import {openSession} from '../../src/redis/session.js'
import {takeSnapshot} from '../../src/redis/snapshot.js'
import {PLAIN} from './test-cluster.js'

export type WriterOptions = {
  /** `host:port` of some nodes. */
  readonly nodes: string[]
  readonly keys: readonly string[]
  /** Minimum size of each value. */
  readonly bytes?: number
  /** Number of loops that write at the same time, each one key after another. Default: 1. */
  readonly clients?: number
  readonly user?: string
  readonly password?: string
  readonly insecureTls?: boolean
}

/** Writes of some time; latencies in milliseconds, of complete writes with all redirections. */
export type WriterPhase = {
  readonly writes: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** The result of a writer. Writes and latencies are those since the last phase. */
export type WriterReport = WriterPhase & {
  /** Replies that were neither success nor a redirection, by their first word. */
  readonly errors: Readonly<Record<string, number>>
  /** The last acknowledged number of each key. */
  readonly acknowledged: readonly (readonly [string, number])[]
}

/** A client that writes all the time, in a separate process, and can detect lost writes. */
export class Writer implements AsyncDisposable {
  private readonly child: ChildProcess
  private report: WriterReport | undefined

  private constructor(child: ChildProcess) {
    this.child = child
  }

  /** Returns when it has written a hundred times. */
  static async start(options: WriterOptions): Promise<Writer> {
    const program = fileURLToPath(new URL('writer-process.ts', import.meta.url))
    const child = fork(program, [JSON.stringify(options)], {execArgv: ['--import', 'tsx'], stdio: 'inherit'})
    await once(child, 'message')
    return new Writer(child)
  }

  /** What it wrote since the last call; it goes on. */
  async phase(): Promise<WriterPhase> {
    const told = once(this.child, 'message')
    this.child.send('phase')
    const [phase] = (await told) as [WriterPhase]
    return phase
  }

  /** Ends it after the current write. */
  async stop(): Promise<WriterReport> {
    if (this.report) return this.report
    const done = once(this.child, 'message')
    this.child.send('stop')
    const [report] = (await done) as [WriterReport]
    this.report = report
    return report
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }
}

/** This many keys whose slots are within the range. */
export function keysIn(start: number, end: number, count: number): string[] {
  const keys: string[] = []
  for (let number = 0; keys.length < count; number++) {
    const key = `counter:${number}`
    const slot = keySlot(Buffer.from(key))
    if (slot >= start && slot <= end) keys.push(key)
  }
  return keys
}

/**
 * What is wrong with what was written: keys whose owner has no number or a smaller one than was acknowledged, and
 * stray keys. Empty if nothing is wrong.
 */
export async function lostWrites(
  seed: Address,
  {acknowledged}: Pick<WriterReport, 'acknowledged'>,
  connection: ConnectionOptions = {...PLAIN, commandTimeoutMs: 5000},
): Promise<string[]> {
  await using session = openSession(connection)
  const {nodes} = await takeSnapshot(session, {host: seed.host, port: seed.port}, {countStrayKeys: true})
  const strays = nodes.flatMap(({address, strayKeys}) =>
    (strayKeys ?? []).map(
      ({slot, keys}) => `${keys} keys of slot ${slot} on ${address}, which does not own it`,
    ),
  )
  const lost = await Promise.all(
    nodes
      .filter(({role, slots, reachable}) => role === 'primary' && slots.length > 0 && reachable)
      .map(async ({host, port, slots}) => {
        const own = acknowledged.filter(([key]) => {
          const slot = keySlot(Buffer.from(key))
          return slots.some(({start, end}) => slot >= start && slot <= end)
        })
        const redis = await connect({host, port}, connection)
        const values = await Promise.all(own.map(([key]) => redis.get(key)))
        disconnect(redis)
        return own.flatMap(([key, number], at) =>
          Number(values[at] ?? -1) >= number
            ? []
            : [`${key}: ${number} was acknowledged, ${values[at]} is there`],
        )
      }),
  )
  return [...strays, ...lost.flat()]
}
