import {expect} from 'chai'
import {Redis} from 'ioredis'
import {setTimeout as pause} from 'node:timers/promises'
import {ask} from '../../support/ask.js'
import {fill, tagOf} from '../../support/fill.js'
import {matrix, serverPrograms} from '../../support/matrix.js'
import {keysInSlot, marksOn} from '../../support/slots.js'
import {type StartedCli, startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOTS = 1000
/** Longer than the first attempts take. */
const HANG_MS = 5000
const RANGES = [{start: 0, end: SLOTS - 1}]

type Scene = {readonly cluster: TestCluster; readonly source: TestServer; readonly target: TestServer}

async function startScene(
  keysPerSlot: number,
  args: readonly string[] = [],
  server?: string,
): Promise<Scene> {
  const cluster = await TestCluster.start({count: 3, replicas: 0, args, ...(server && {server})})
  const source = cluster.shard(0).primary
  const target = cluster.shard(2).primary
  await fill(source, {ranges: RANGES, keysPerSlot})
  return {cluster, source, target}
}

function startReshard({cluster, source, target}: Scene, more: readonly string[] = []): Promise<StartedCli> {
  const bystander = cluster.shard(1).primary.address
  const ends = ['--from', source.address, '--to', target.address, '--slot-ranges', `0-${SLOTS - 1}`]
  const args = ['reshard', bystander, ...ends, '--method', 'keys', '--yes', ...more]
  return startCli(args, {limitMs: 90_000})
}

/** Waits until some windows have their new owner and another window is open. */
async function untilMidMove({source, target}: Scene, {hasEnded}: StartedCli): Promise<void> {
  await until(
    'a window is open and another one has moved',
    async () => {
      if (hasEnded()) throw new Error('the move is over')
      const open = await marksOn(source)
      return open.length > 0 && Number(open[0]?.split('-')[0]) > 0 && (await keysInSlot(target, 0)) > 0
    },
    20_000,
  )
}

/** The longest time in milliseconds in which a node did not answer a PING, until `stop` is set. */
async function longestPing({host, port}: TestServer, during: {stop: boolean}): Promise<number> {
  const redis = new Redis({host, port, protocol: 2, commandTimeout: 60_000})
  redis.on('error', () => undefined)
  let longest = 0
  while (!during.stop) {
    const start = performance.now()
    await redis.ping()
    longest = Math.max(longest, performance.now() - start)
    await pause(5)
  }
  redis.disconnect()
  return longest
}

describe('[E] failures: the target of a move', () => {
  for (const {name, path} of serverPrograms().filter(({version}) => /^[79]\./.test(version))) {
    it(`hangs for a while; the source answers within 2 s, and the move continues after that (${name})`, async () => {
      const scene = await startScene(5, ['--cluster-node-timeout', '15000'], path)
      await using _cluster = scene.cluster
      const run = await startReshard(scene, ['--max-pause', '2', '--window', '16'])
      await untilMidMove(scene, run)
      const during = {stop: false}
      const pinging = longestPing(scene.source, during)
      scene.target.pause()
      await pause(HANG_MS)
      const waiting = await ask(scene.source, 'DBSIZE')
      scene.target.resume()
      const {exitCode, stdout, stderr} = await run.result
      during.stop = true
      expect(waiting, 'keys that had not gone when it hung').to.be.above(0)
      expect(await pinging, `${stdout}${stderr}`).to.be.below(2000)
      expect(exitCode, `${stdout}${stderr}`).to.equal(0)
      for (const slot of [0, 1, SLOTS / 2, SLOTS - 1]) {
        expect(await ask(scene.target, 'GET', `{${tagOf(slot)}}4`)).to.equal('x'.repeat(100))
        expect(await keysInSlot(scene.target, slot)).to.equal(5)
      }
    })
  }

  it('hangs for good; the source answers within 2 s, and the move ends', async () => {
    const scene = await startScene(5, ['--cluster-node-timeout', '15000'])
    await using _cluster = scene.cluster
    const run = await startReshard(scene, ['--max-pause', '2', '--window', '16', '--command-timeout', '1000'])
    await untilMidMove(scene, run)
    const during = {stop: false}
    const pinging = longestPing(scene.source, during)
    scene.target.pause()
    const {exitCode, stdout, stderr} = await run.result
    during.stop = true
    const longest = await pinging
    scene.target.resume()
    expect(longest, `${stdout}${stderr}`).to.be.below(2000)
    expect(exitCode, stdout).to.equal(6)
    expect(`${stdout}${stderr}`).to.not.match(/\n\s+at /)
  })

  it('restarts without its data in mid-move, and the move stops and says so', async () => {
    const scene = await startScene(20, ['--cluster-node-timeout', '15000'])
    await using _cluster = scene.cluster
    const run = await startReshard(scene, ['--max-pause', '1', '--window', '8'])
    await untilMidMove(scene, run)
    await scene.target.restart()
    const {exitCode, stdout} = await run.result
    expect(exitCode, stdout).to.equal(6)
    expect(stdout).to.contain('was restarted while slots were moved to it')
  })

  matrix('holds a key of a slot before', ({path}) => {
    it('a key that was deleted on the source does not come back, and the stray one is not lost', async () => {
      const scene = await startScene(1, [], path)
      await using _cluster = scene.cluster
      const {source, target, cluster} = scene
      const key = `{${tagOf(7)}}stray`
      await ask(target, 'CLUSTER', 'SETSLOT', 7, 'IMPORTING', cluster.idOf(source))
      await ask(source, 'SET', key, 'deleted later')
      await ask(source, 'MIGRATE', target.host, target.port, '', 0, 1000, 'COPY', 'KEYS', key)
      await ask(target, 'CLUSTER', 'SETSLOT', 7, 'STABLE')
      await ask(source, 'DEL', key)
      const {exitCode, stdout, stderr} = await (await startReshard(scene)).result
      expect([4, 6], `${stdout}${stderr}`).to.include(exitCode)
      expect(`${stdout}${stderr}`).to.match(/holds 1 (hidden )?keys? .*--search-multiple-owners/s)
      expect(await ask(source, 'GET', `{${tagOf(7)}}0`)).to.be.a('string')
      expect(await ask(source, 'EXISTS', key)).to.equal(0)
      expect(await marksOn(source)).to.deep.equal([])
      expect(await marksOn(target)).to.deep.equal([])
      const replacing = await (await startReshard(scene, ['--replace'])).result
      expect(replacing.exitCode, replacing.stdout).to.equal(0)
      expect(await ask(target, 'GET', key), 'who replaces has agreed to what is there').to.equal(
        'deleted later',
      )
    })
  })

  it('answers BUSY while a script runs, and the move waits for its end', async () => {
    const scene = await startScene(10, ['--busy-reply-threshold', '100', '--cluster-node-timeout', '15000'])
    await using _cluster = scene.cluster
    const run = await startReshard(scene, ['--max-pause', '1', '--window', '8'])
    await untilMidMove(scene, run)
    const script = 'local t = redis.call("TIME")[1] repeat until redis.call("TIME")[1] - t > 8'
    await ask(scene.target, 'EVAL', script, 0)
    const {exitCode, stdout} = await run.result
    expect(exitCode, stdout).to.equal(0)
    expect(await keysInSlot(scene.target, SLOTS - 1)).to.equal(10)
  })
})
