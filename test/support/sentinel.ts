import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Address} from '../../src/domain/address.js'
import {ask} from './ask.js'
import {freeBasePort} from './servers.js'
import {until} from './until.js'

/** A Sentinel that watches one primary, and makes a replica primary within about a second. Disposing kills it. */
export class Sentinel implements AsyncDisposable {
  readonly address: Address
  private readonly child: ChildProcess
  private readonly folder: string

  private constructor(address: Address, child: ChildProcess, folder: string) {
    this.address = address
    this.child = child
    this.folder = folder
  }

  /** Starts it and returns when it knows a replica of the primary. */
  static async start(program: string, group: string, primary: Address): Promise<Sentinel> {
    const folder = await mkdtemp(join(tmpdir(), 'clustertool-sentinel-'))
    const port = await freeBasePort(1)
    const config = join(folder, 'sentinel.conf')
    await writeFile(
      config,
      [
        `port ${port}`,
        `sentinel monitor ${group} ${primary.host} ${primary.port} 1`,
        `sentinel down-after-milliseconds ${group} 500`,
        `sentinel failover-timeout ${group} 3000`,
        '',
      ].join('\n'),
    )
    const child = spawn(program, [config, '--sentinel'], {cwd: folder, stdio: 'ignore'})
    const sentinel = new Sentinel({host: '127.0.0.1', port}, child, folder)
    await until(
      'Sentinel knows the replica',
      async () => {
        const replicas = await ask(sentinel.address, 'SENTINEL', 'REPLICAS', group)
        return Array.isArray(replicas) && replicas.length > 0
      },
      15_000,
    )
    return sentinel
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit')
      this.child.kill('SIGKILL')
      await gone
    }
    await rm(this.folder, {recursive: true, force: true, maxRetries: 5})
  }
}
