import {setTimeout as sleep} from 'node:timers/promises'
import {Redis} from 'ioredis'
import type {Address} from '../../src/domain/address.js'
import {pick, randomFrom} from './random.js'

type Words = readonly (string | number)[]
type Make = (key: () => string, random: () => number) => readonly Words[]

const number = (random: () => number, most: number) => Math.floor(random() * most)

/** Commands that clients send, of all types, some over several slots. Each returns a transaction if it has several. */
const MAKES: readonly Make[] = [
  (key, random) => [['SET', `s:${key()}`, random()]],
  (key, random) => [['SET', `s:${key()}`, random(), 'PX', 2000 + number(random, 60_000)]],
  (key) => [['INCR', `n:${key()}`]],
  (key) => [['INCRBYFLOAT', `f:${key()}`, 0.5]],
  (key) => [['APPEND', `a:${key()}`, 'x']],
  (key, random) => [['SETRANGE', `a:${key()}`, number(random, 50), 'yy']],
  (key, random) => [['SETBIT', `b:${key()}`, number(random, 500), 1]],
  (key, random) => [['HSET', `h:${key()}`, `f${number(random, 20)}`, random()]],
  (key, random) => [['HINCRBY', `h2:${key()}`, `f${number(random, 20)}`, 1]],
  (key, random) => [['HDEL', `h:${key()}`, `f${number(random, 20)}`]],
  (key, random) => [['LPUSH', `l:${key()}`, number(random, 100)]],
  (key, random) => [['RPUSH', `l:${key()}`, number(random, 100), 'x']],
  (key) => [['LPOP', `l:${key()}`]],
  (key) => [['LTRIM', `l:${key()}`, 0, 30]],
  (key, random) => [['SADD', `t:${key()}`, number(random, 40)]],
  (key) => [['SPOP', `t:${key()}`]],
  (key, random) => [['SREM', `t:${key()}`, number(random, 40)]],
  (key, random) => [['ZADD', `z:${key()}`, random(), `m${number(random, 30)}`]],
  (key, random) => [['ZINCRBY', `z:${key()}`, 1, `m${number(random, 30)}`]],
  (key) => [['ZPOPMIN', `z:${key()}`]],
  (key, random) => [['XADD', `x:${key()}`, 'MAXLEN', '~', 100, '*', 'f', random()]],
  (key, random) => [['PFADD', `p:${key()}`, number(random, 1000)]],
  (key, random) => [['GEOADD', `g:${key()}`, random() * 90, random() * 60, `m${number(random, 9)}`]],
  (key) => [['DEL', `s:${key()}`, `n:${key()}`]],
  (key) => [['DEL', `h:${key()}`]],
  (key, random) => [['EXPIRE', `h:${key()}`, 1 + number(random, 60)]],
  (key) => [['PERSIST', `h:${key()}`]],
  (key, random) => [['MSET', `s:${key()}`, random(), `s:${key()}`, random()]],
  (key) => [['RENAME', `r:${key()}`, `r:${key()}`]],
  (key, random) => [['SET', `r:${key()}`, random()]],
  (key) => [['SUNIONSTORE', `u:${key()}`, `t:${key()}`, `t:${key()}`]],
  (key) => [['ZUNIONSTORE', `v:${key()}`, 2, `z:${key()}`, `z:${key()}`]],
  (key, random) => [['SMOVE', `t:${key()}`, `t:${key()}`, number(random, 40)]],
  (key) => [['RPOPLPUSH', `l:${key()}`, `l:${key()}`]],
  (key) => [['BITOP', 'OR', `b:${key()}`, `b:${key()}`, `b:${key()}`]],
  (key) => [['PFMERGE', `p:${key()}`, `p:${key()}`]],
  (key) => [
    ['INCR', `n:${key()}`],
    ['LPUSH', `l:${key()}`, 'tx'],
    ['SET', `s:${key()}`, 'tx'],
  ],
  (key) => {
    const tag = key()
    return [
      ['INCR', `{${tag}}c`],
      ['RPUSH', `{${tag}}d`, 'e'],
      ['LTRIM', `{${tag}}d`, 0, 20],
    ]
  },
  (key) => [
    [
      'EVAL',
      "redis.call('INCR', KEYS[1]) redis.call('SADD', KEYS[2], ARGV[1])",
      2,
      `n:${key()}`,
      `t:${key()}`,
      'lua',
    ],
  ],
]

export type MixedOptions = {
  /** How many different names keys have. */
  readonly names: number
  readonly seed: number
  /** Who names the primary. */
  readonly sentinel?: {readonly address: Address; readonly group: string}
}

/** Clients of a source outside a cluster that run all kinds of commands, as fast as they are told to. */
export class MixedClient implements AsyncDisposable {
  private readonly redis: Redis
  private readonly random: () => number
  private readonly names: number
  private isStopped = false
  private running: Promise<void> = Promise.resolve()
  commands = 0
  /** Longest time in which a batch was not answered, in milliseconds. */
  longestMs = 0

  constructor({host, port}: Address, {names, seed, sentinel}: MixedOptions) {
    const common = {protocol: 2, disableClientInfo: true, maxRetriesPerRequest: null} as const
    this.redis = sentinel
      ? new Redis({sentinels: [sentinel.address], name: sentinel.group, failoverDetector: true, ...common})
      : new Redis({host, port, ...common})
    this.redis.on('error', () => undefined)
    this.random = randomFrom(seed)
    this.names = names
  }

  /** `perSecond`: commands. Errors of single commands do not matter: most kinds of keys do not exist at first. */
  start(perSecond: number): void {
    this.running = this.run(perSecond)
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.running
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    this.redis.disconnect()
  }

  private async run(perSecond: number): Promise<void> {
    const batch = Math.max(1, Math.round(perSecond / 100))
    const began = performance.now()
    const before = this.commands
    while (!this.isStopped) {
      const at = performance.now()
      await this.send(batch)
      this.longestMs = Math.max(this.longestMs, performance.now() - at)
      const due = began + ((this.commands - before) * 1000) / perSecond
      await sleep(Math.max(1, due - performance.now()))
    }
  }

  private async send(batch: number): Promise<void> {
    const pipeline = this.redis.pipeline()
    const key = () => `${Math.floor(this.random() ** 2 * this.names)}`
    for (let sent = 0; sent < batch; sent++) {
      const commands = pick(this.random, MAKES)(key, this.random)
      const all = commands.length > 1 ? [['MULTI'], ...commands, ['EXEC']] : commands
      for (const [name, ...args] of all) pipeline.call(String(name), ...args)
      this.commands += commands.length
      sent += commands.length - 1
    }
    await pipeline.exec()
  }
}
