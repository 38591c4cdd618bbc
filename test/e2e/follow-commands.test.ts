import {expect} from 'chai'
import {Redis} from 'ioredis'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {FOLLOW_SAMPLES} from '../support/follow-samples.js'
import {matrix} from '../support/matrix.js'
import {SourceAndCluster} from '../support/source-and-cluster.js'
import {startCli} from '../support/started-cli.js'
import {until} from '../support/until.js'

/** Those that change what is in a database as a whole have tests of their own. */
const SAMPLES = FOLLOW_SAMPLES.filter(({databases}) => !databases)

/**
 * Equal sets of vectors may be stored in different ways, and can be compared only as they are stored. Redis 6.0 does not tell
 * its replicas of a consumer that has nothing pending.
 */
function isComparable(name: string, version: string): boolean {
  return !name.startsWith('V') && !(version.startsWith('6.0') && name === 'XREADGROUP NOACK')
}

/** Runs the samples; returns the names of those that the server knows and carries out. */
async function runSamples(redis: Redis, version: string): Promise<Set<string>> {
  const done = new Set<string>()
  for (const {name, before, call} of SAMPLES.filter((sample) => isComparable(sample.name, version))) {
    const commands = [...before, call].map((words) => words.map((word) => Buffer.from(word, 'latin1')))
    const replies = await redis
      .pipeline(commands.map(([command = '', ...args]) => ['call', String(command), ...args]))
      .exec()
    if (replies?.at(-1)?.[0] === null) done.add(name)
  }
  return done
}

matrix('[E] import --follow and each write command', ({path, version}) => {
  it('have the same result on the source and in the cluster', async function () {
    this.timeout(90_000)
    await using both = await SourceAndCluster.start(path)
    const {source, seed} = both
    await ask(source, 'SET', 'first', 'x')
    const args = ['import', seed.address, '--from', source.address, '--follow', '--progress', 'ndjson']
    await using followed = await startCli(args)
    await until(
      'it follows',
      () => followed.hasEnded() || followed.stderr().includes('"isReady":true'),
      30_000,
    )
    const redis = new Redis({host: source.host, port: source.port, protocol: 2})
    const done = await runSamples(redis, version).finally(() => redis.disconnect())
    expect(done.size).to.be.greaterThan(100)
    const text = String(await ask(source, 'INFO', 'replication'))
    const offset = Number(/master_repl_offset:(\d+)/.exec(text)?.[1])
    const applied = () => Number([...followed.stderr().matchAll(/"offset":(\d+)/g)].at(-1)?.[1] ?? 0)
    await until('all is applied', () => followed.hasEnded() || applied() >= offset, 30_000)
    const compared = await runCli(['compare', source.address, seed.address, '--lag', '1s'])
    expect(compared.stdout, compared.stdout + compared.stderr).to.include('[OK] All keys')
    expect(compared.exitCode).to.equal(0)
    followed.kill('SIGTERM')
    const {stderr, exitCode} = await followed.result
    expect(exitCode, stderr).to.equal(6)
    expect(stderr).not.to.include('cannot be continued')
  })
})
