import {once} from 'node:events'
import {formatAddress} from '../../src/domain/address.js'
import type {LaunchedServer, LaunchOptions} from '../../src/local/launch.js'
import {launch, waitUntilUp} from '../../src/local/launch.js'

/** One real server of a test. */
export class TestServer {
  readonly host: string
  readonly port: number
  readonly folder: string
  /** How it is started. */
  readonly options: LaunchOptions
  private running: LaunchedServer

  constructor(options: LaunchOptions) {
    this.options = options
    this.host = options.endpoint.host
    this.port = options.endpoint.port
    this.folder = options.folder
    this.running = launch(options)
  }

  /** `host:port`, with brackets around an IPv6 host. */
  get address(): string {
    return formatAddress(this)
  }

  get pid(): number {
    const {pid} = this.running.child
    if (pid === undefined) throw new Error(`the server on port ${this.port} has no process`)
    return pid
  }

  /** Returns when it answers; throws UNREACHABLE if it ends or 10 s pass. */
  async waitUntilUp(): Promise<void> {
    await waitUntilUp(this.running, 10_000)
  }

  /** Suspends the process: the system accepts connections, and nothing answers. */
  pause(): void {
    this.running.child.kill('SIGSTOP')
  }

  resume(): void {
    this.running.child.kill('SIGCONT')
  }

  /** Kills the process at once; returns when it is gone. */
  async kill(): Promise<void> {
    const {child, ending} = this.running
    if (ending() !== undefined) return
    child.ref()
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** Kills the process without waiting. */
  killNow(): void {
    this.running.child.kill('SIGKILL')
  }

  /** Kills it and starts it again in its folder, with additional arguments if given; returns when it answers. */
  async restart(args: readonly string[] = []): Promise<void> {
    await this.relaunch(args)
    await this.waitUntilUp()
  }

  /** Kills it and starts it again in the same way, without waiting for an answer. */
  async relaunch(args: readonly string[] = []): Promise<void> {
    await this.kill()
    this.running = launch({...this.options, args: [...this.options.args, ...args]})
  }
}
