import {expect} from 'chai'
import type {ControlStatus} from '../../src/domain/control.js'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {fill} from '../support/fill.js'
import {type StartedCli, startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'

const KEYS = 12_000

async function status(): Promise<ControlStatus & {readonly message: string}> {
  const {stdout} = await runCli(['control', '--json'])
  return (JSON.parse(stdout) as {readonly outcome: ControlStatus & {readonly message: string}}).outcome
}

/** Waits until the run rests, and says why. */
function rests({hasEnded, stdout, stderr}: StartedCli): Promise<string> {
  return until(
    'the move rests',
    async () => {
      if (hasEnded()) throw new Error(`it has ended: ${stdout()}${stderr()}`)
      const {hold, moves, message} = await status()
      return hold.kind === 'throttle' && moves.every((move) => move.rests) && message
    },
    20_000,
  )
}

describe('[E] --throttle', function () {
  this.timeout(120_000)
  let cluster: TestCluster

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    await fill(cluster.shard(0).primary, {ranges: [{start: 0, end: 599}], keysPerSlot: 20, bytes: 400})
  })
  after(() => cluster[Symbol.asyncDispose]())

  function startMove(to: number, limits: string): Promise<StartedCli> {
    const target = cluster.shard(to).primary.address
    const where = ['--to', target, '--slot-ranges', '0-599', '--method', 'keys']
    const how = ['--rate', '2500keys/s', '--throttle', limits, '--yes', '--progress', 'plain']
    return startCli(['reshard', target, ...where, ...how], {limitMs: 60_000})
  }

  async function endsWell(run: StartedCli, to: number): Promise<string> {
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(Number(await ask(cluster.shard(to).primary, 'DBSIZE'))).to.equal(KEYS)
    return stderr
  }

  it('stops while a replica of an end is behind, with the cluster healthy, and goes on when it is not', async () => {
    const replica = cluster.replica(1)
    await using run = await startMove(1, 'lag=200KB')
    await until('keys move', async () => (await status()).progress.keys > 500, 20_000)
    replica.pause()
    expect(await rests(run)).to.match(
      new RegExp(`^Stopped for a while by --throttle: ${replica.address} is .+ behind \\(limit 200KB\\)\\.$`),
    )
    const before = Number(await ask(cluster.shard(1).primary, 'DBSIZE'))
    replica.resume()
    expect(await endsWell(run, 1)).to.match(/Stopped for a while by --throttle: .*\nGoing on\.\n/)
    expect(before).to.be.below(KEYS)
  })

  it('stops while the target is full, and goes on when it has room', async () => {
    const target = cluster.shard(2).primary
    const used = Number(/^used_memory:(\d+)/m.exec(String(await ask(target, 'INFO', 'memory')))?.[1])
    await ask(target, 'CONFIG', 'SET', 'maxmemory', `${Math.round((used + 2_000_000) / 0.8)}`)
    await using run = await startMove(2, 'memory=80%')
    // It stops at the limit. What was on its way still arrives, and what replicas have not read yet counts, too.
    expect(await rests(run)).to.match(/uses \d+% of its maxmemory \(limit 80%\)\.$/)
    expect(Number(await ask(target, 'DBSIZE'))).to.be.below(KEYS)
    const check = await runCli(['check', target.address])
    expect(check.exitCode, check.stdout).to.equal(0)
    await ask(target, 'CONFIG', 'SET', 'maxmemory', '0')
    await endsWell(run, 2)
  })

  it('and --window-of refuse what they do not understand', async () => {
    for (const [flag, value] of [
      ['--throttle', 'lag=much'],
      ['--window-of', '2-5'],
    ] as const) {
      const {exitCode, stderr} = await runCli(['rebalance', cluster.shard(0).primary.address, flag, value])
      expect(exitCode).to.equal(2)
      expect(stderr).to.match(new RegExp(`^Error: ${flag} cannot be "${value}": it is `))
    }
  })

  it('outside of the hours of --window-of nothing moves, until they are changed', async () => {
    const later = new Date(Date.now() + 3 * 3_600_000).getHours()
    const hours = `${`${later}`.padStart(2, '0')}:00-${`${(later + 1) % 24}`.padStart(2, '0')}:00`
    const target = cluster.shard(0).primary
    const where = ['--to', target.address, '--slot-ranges', '0-599']
    await using run = await startCli(['reshard', target.address, ...where, '--window-of', hours, '--yes'])
    const message = await until('it waits', async () => {
      const {hold, message} = await status()
      return hold.kind === 'hours' && message
    })
    expect(message).to.match(/^Waiting until 2.+Z: slots move only within \d\d:00-\d\d:00\.$/)
    expect(Number(await ask(target, 'DBSIZE'))).to.equal(0)
    const set = await runCli(['control', 'set', 'window-of=none'])
    expect(set.exitCode, set.stderr).to.equal(0)
    await endsWell(run, 0)
  })
})
