import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {fillSet} from '../../support/big-values.js'
import {runCli} from '../../support/cli.js'
import {tagOf} from '../../support/fill.js'
import {type StartedCli, startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOT = 71
const KEY = `{${tagOf(SLOT)}}big`
const ELEMENTS = 100_000
/** The copy takes more than ten seconds with it. */
const RATE = '500KB/s'

const STOPS: Readonly<Record<string, (run: StartedCli) => unknown>> = {
  'Ctrl-C': (run) => run.kill('SIGINT'),
  'control stop': () => runCli(['control', 'stop']),
}

describe('[E] a move stopped while it copies a big key', function () {
  this.timeout(90_000)

  for (const [name, stop] of Object.entries(STOPS)) {
    it(`by ${name} leaves a healthy cluster at once, and resume moves the key`, async () => {
      await using cluster = await TestCluster.start({count: 2, replicas: 0})
      const [source, target] = cluster.primaries as [TestServer, TestServer]
      await fillSet(source, KEY, ELEMENTS)
      await using run = await startCopying(source, target)
      const since = performance.now()
      await stop(run)
      const {exitCode, stdout, stderr} = await run.result
      expect(exitCode, stderr).to.equal(6)
      expect(performance.now() - since).to.be.below(8000)
      expect(stdout).to.match(/no slot is left open/)
      expect(await ask(source, 'SCARD', KEY)).to.equal(ELEMENTS)
      expect(await ask(target, 'DBSIZE')).to.equal(0)
      const check = await runCli(['check', source.address])
      expect(check.exitCode, check.stdout).to.equal(0)

      const resumed = await runCli(['resume', source.address, '--yes', '--rate', 'none'])
      expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
      expect(await ask(target, 'SCARD', KEY)).to.equal(ELEMENTS)
      expect(await ask(source, 'DBSIZE')).to.equal(0)
    })
  }
})

async function startCopying(source: TestServer, target: TestServer): Promise<StartedCli> {
  const words = ['--from', source.address, '--to', target.address, '--slot-ranges', String(SLOT)]
  const moving = ['--method', 'keys', '--max-pause', '1', '--rate', RATE, '--yes']
  const run = await startCli(['reshard', source.address, ...words, ...moving])
  await until('the target has a piece', async () => Number(await ask(target, 'DBSIZE')) > 0, 20_000)
  return run
}
