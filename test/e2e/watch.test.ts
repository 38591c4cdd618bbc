import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import {countSlots, type SlotRange} from '../../src/domain/slot.js'
import {REDIS_8, VALKEY_9, Values} from '../support/atomic.js'
import {CannedCluster} from '../support/canned-cluster.js'
import {ENTRY, runCli} from '../support/cli.js'
import {documentProblem} from '../support/documents.js'
import {NodeProxy} from '../support/node-proxy.js'
import {serverPrograms} from '../support/matrix.js'
import {ScreenTerminal} from '../support/screen-terminal.js'
import {TestCluster} from '../support/test-cluster.js'
import {endedSoon, UnreadPipe} from '../support/unread-pipe.js'
import {until} from '../support/until.js'

type Line = {
  readonly at: number
  readonly outcome: {
    readonly through: string
    readonly seedLost?: string
    readonly unread?: string
    readonly totals: {readonly primaries: number; readonly opsPerSecond: number}
    readonly nodes: readonly {
      readonly address: string
      readonly reachable: boolean
      readonly slotCount: number
    }[]
    readonly moves: readonly {readonly by: string; readonly progress?: {readonly total: number}}[]
    readonly events: readonly WatchedEvent[]
  }
}

type WatchedEvent = {
  readonly kind: string
  readonly node?: {readonly address: string}
  readonly from?: {readonly address: string}
  readonly to?: {readonly address: string}
  readonly slots?: readonly SlotRange[]
}

/** `watch` without a terminal: its lines, each with the time at which it came. */
class Lines implements AsyncDisposable {
  readonly all: Line[] = []
  private readonly child: ReturnType<typeof spawn>
  readonly ended: Promise<number | null>

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [ENTRY, 'watch', ...args], {stdio: ['ignore', 'pipe', 'inherit']})
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
    if (!this.child.stdout) throw new TypeError('stdout is a pipe')
    createInterface({input: this.child.stdout}).on('line', (line) => {
      const document = JSON.parse(line) as Line
      expect(documentProblem(document)).to.equal(undefined)
      this.all.push({...document, at: performance.now()})
    })
  }

  /** Waits for a line, from the one with this index on, that has something. */
  async line(what: string, has: (line: Line) => boolean, limitMs = 15_000): Promise<Line> {
    return until(what, () => this.all.find(has), limitMs)
  }

  /** Waits for an event of this kind about this node, and returns when its line came. */
  async event(kind: string, address: string): Promise<number> {
    const has = ({outcome}: Line) =>
      outcome.events.some((one) => one.kind === kind && (one.node ?? one.to)?.address === address)
    return (await this.line(`${kind} ${address}`, has)).at
  }

  stop(signal: NodeJS.Signals = 'SIGINT'): void {
    this.child.kill(signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop('SIGKILL')
    await this.ended
  }
}

describe('[E] watch', function () {
  this.timeout(240_000)
  let cluster: TestCluster

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1, args: ['--cluster-node-timeout', '1000']})
  })
  after(() => cluster[Symbol.asyncDispose]())

  it('shows the cluster on a screen of any size, and does what keys say', async () => {
    const [first, second] = cluster.primaries
    if (!first || !second) throw new TypeError('there are three primaries')
    await using terminal = ScreenTerminal.start(['watch', first.address, '--interval', '200ms'])
    await terminal.shows(/healthy/)
    expect(terminal.lines[0]).to.match(/^clustertool watch .* every 200 ms, read in \d+ ms/)
    for (const {address} of cluster.nodes) expect(terminal.text).to.include(address)
    expect(terminal.lines[4]).to.match(/^ {2}node +role +state +slots +keys +memory +ops\/s/)
    expect(terminal.lines[4]).not.to.include('version')
    terminal.resize(160, 40)
    await terminal.shows(/version/)
    // The terminal may have got only a part of the screen yet.
    const isPainted = () => /^q end {2}h help .* left\/right columns$/.test(terminal.lines[39] ?? '')
    await until('the last line is there', isPainted)
    terminal.type('/')
    terminal.type('primary')
    await terminal.shows(/filter: primary_/)
    terminal.type('\r')
    await until(
      'replicas are gone',
      () => !/replica of|\d replica /.test(terminal.lines.slice(5, 15).join('\n')),
    )
    terminal.type('\u001B')
    terminal.type('\u001B[B')
    terminal.type('\r')
    await terminal.shows(/Slow log/)
    await terminal.shows(
      /Commands since the last look[\s\S]*cluster\|nodes|Commands since the last look[\s\S]*info/,
    )
    terminal.type('h')
    await terminal.shows(/Nothing here changes the cluster/)
    terminal.type('q')
    expect((await terminal.ended()).code).to.equal(0)
  })

  it('prints a picture once, as text or as a document, with the exit code of check', async () => {
    const seed = cluster.primaries[0]?.address ?? ''
    const [text, json, wrong] = await Promise.all([
      runCli(['watch', seed, '--once']),
      runCli(['watch', seed, '--once', '--json']),
      runCli(['watch', seed, '--interval', '5ms']),
    ])
    expect(text).to.include({exitCode: 0, stderr: ''})
    expect(text.stdout).to.match(/^clustertool watch .*\nhealthy.*\n3 primaries, 3 replicas {2}slots 16384 /)
    expect(text.stdout).not.to.include('\u001B')
    expect(json.exitCode).to.equal(0)
    expect((JSON.parse(json.stdout) as Line).outcome.nodes).to.have.length(6)
    expect(wrong.exitCode).to.equal(2)
    expect(wrong.stderr).to.include('--interval cannot be "5ms": it is a time from 100ms on')
    const refused = await runCli(['watch', '127.0.0.1:1'])
    expect(refused.exitCode).to.equal(5)
  })

  it('connects again to a node whose connection a firewall has forgotten', async () => {
    const [seed, other] = cluster.primaries
    if (!seed || !other) throw new TypeError('there are three primaries')
    await using firewall = await NodeProxy.start(other.port)
    const map = ['--address-map', `${other.address}=127.0.0.1:${firewall.port}`]
    const limits = ['--interval', '200ms', '--command-timeout', '1000']
    await using lines = new Lines([seed.address, ...limits, ...map])
    await lines.line('the first line', () => true)
    firewall.forget()
    await lines.event('node-lost', other.address)
    await lines.event('node-back', other.address)
    expect(firewall.opened).to.be.within(2, 3)
  })

  it('goes on while nodes hang and die, through another node if it must, and tells of the failover', async () => {
    const {primary, replicas} = cluster.shard(2)
    const [replica] = replicas
    if (!replica) throw new TypeError('there is a replica')
    await using lines = new Lines([primary.address, '--interval', '200ms'])
    await lines.line('the first line', () => true)

    const asked = cluster.shard(0).primary
    asked.pause()
    await lines.event('node-lost', asked.address)
    const count = lines.all.length
    await until('5 more lines came', () => lines.all.length >= count + 5, 3000)
    asked.resume()
    await lines.event('node-back', asked.address)

    await primary.kill()
    const lost = performance.now()
    const seen = await lines.event('node-lost', primary.address)
    expect(seen - lost, 'milliseconds until the loss is seen').to.be.below(3000)
    await lines.event('promoted', replica.address)
    expect(lines.all.at(-1)?.outcome.through).not.to.equal(primary.address)
    await primary.restart()
    await lines.event('node-back', primary.address)
    await lines.event('demoted', primary.address)
    await lines.event('node-restarted', primary.address)
    await lines.line('it reads through the named node again', ({at, outcome}) => {
      return at > seen && outcome.through === primary.address
    })
  })
})

describe('[E] watch of several seeds', () => {
  it('goes on through the next one', async () => {
    await using canned = await CannedCluster.start(3)
    const [seed, , next] = canned.nodes
    if (!seed || !next) throw new TypeError('there are three nodes')
    await using lines = new Lines([`${seed.address},${next.address}`, '--interval', '100ms'])
    await lines.line('it reads through the first', ({outcome}) => outcome.through === seed.address)
    await seed[Symbol.asyncDispose]()
    const line = await lines.line('it reads through the other', ({outcome}) => {
      return outcome.through === next.address
    })
    expect(line.outcome.seedLost).to.equal(undefined)
  })
})

describe('[E] watch that nobody reads', () => {
  it('ends soon after a signal, although its output cannot be written', async () => {
    await using canned = await CannedCluster.start(3)
    using pipe = new UnreadPipe()
    const words = [ENTRY, 'watch', canned.nodes[0]?.address ?? '', '--json', '--interval', '100ms']
    const child = spawn(process.execPath, words, {stdio: ['ignore', pipe.fd, 'inherit']})
    try {
      await until('the second picture was read', () => canned.count('CLUSTER', 'NODES') >= 6, 15_000)
      expect(await endedSoon(child)).to.equal(130)
    } finally {
      child.kill('SIGKILL')
    }
  })
})

const PROGRAMS = [serverPrograms().find(({software}) => software === 'redis'), REDIS_8, VALKEY_9]

describe('[E] watch of a move', function () {
  this.timeout(240_000)

  for (const program of PROGRAMS) {
    if (!program) continue
    it(`by another clustertool has its progress, and then the slots (${program.name})`, async () => {
      await using cluster = await TestCluster.start({count: 2, replicas: 0, server: program.path})
      const [first, second] = cluster.primaries
      if (!first || !second) throw new TypeError('there are two primaries')
      await new Values([{start: 0, end: 1999}], {perSlot: 10, bytes: 2000}).write(first)
      await using lines = new Lines([second.address, '--interval', '100ms', '--json'])
      await lines.line('the first line', () => true)
      const words = ['--from', first.address, '--to', second.address, '--slot-ranges', '0-1999', '--yes']
      const moved = await runCli(['reshard', first.address, ...words], {limitMs: 60_000})
      expect(moved.exitCode, moved.stderr).to.equal(0)
      await lines.line('the command', ({outcome}) =>
        outcome.moves.some(({by, progress}) => by === 'command' && progress?.total === 2000),
      )
      await lines.event('slots-moved', second.address)
      const toldSlots = () =>
        lines.all.flatMap(({outcome}) =>
          outcome.events.flatMap((one) => (one.kind === 'slots-moved' ? (one.slots ?? []) : [])),
        )
      await until('all slots were told of', () => countSlots(toldSlots()) === 2000)
      lines.stop()
      expect(await lines.ended).to.equal(130)
    })
  }
})
