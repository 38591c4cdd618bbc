import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {fillSet} from '../../support/big-values.js'
import {runCli} from '../../support/cli.js'
import {tagOf} from '../../support/fill.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOT = 70
const KEY = `{${tagOf(SLOT)}}big`
const ELEMENTS = 150_000

describe('[E] a move killed while it copies a big key', function () {
  this.timeout(60_000)

  for (const repair of ['resume', 'fix from another machine'] as const) {
    it(`leaves the key to its owner, and ${repair} finishes it without a trace of the copy`, async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const [source, , target] = cluster.primaries as [TestServer, TestServer, TestServer]
      await fillSet(source, KEY, ELEMENTS)
      const events = await killedAt(cluster, source, target)
      // The journal and the progress name the key and its copy before the first piece.
      expect(events).to.include(`"key":"${Buffer.from(KEY).toString('hex')}"`)
      const name = /"copy":"([0-9a-f]+)"/.exec(events)?.[1] ?? ''
      expect(await ask(source, 'SCARD', KEY)).to.equal(ELEMENTS)
      expect(await ask(target, 'KEYS', '*')).to.deep.equal([Buffer.from(name, 'hex').toString()])
      const check = await runCli(['check', source.address])
      expect(check.exitCode).to.equal(3)
      expect(check.stdout).to.match(/slot 70/)

      const [command = ''] = repair.split(' ')
      const elsewhere = await mkdtemp(join(tmpdir(), 'clustertool-elsewhere-'))
      const env = command === 'fix' ? {XDG_STATE_HOME: elsewhere} : {}
      const repaired = await runCli([command, source.address, '--yes'], {env, limitMs: 30_000})
      await rm(elsewhere, {recursive: true, force: true})
      expect(repaired.exitCode, repaired.stdout + repaired.stderr).to.equal(0)
      expect(await ask(target, 'SCARD', KEY)).to.equal(ELEMENTS)
      expect(await ask(target, 'DBSIZE')).to.equal(1)
      expect(await ask(source, 'DBSIZE')).to.equal(0)
    })
  }
})

/** Kills the move when it says that it copies the key; returns what it said. */
async function killedAt(cluster: TestCluster, source: TestServer, target: TestServer): Promise<string> {
  let kill: ((signal: NodeJS.Signals) => void) | undefined
  let said = ''
  const moving = ['--method', 'keys', '--max-pause', '1', '--progress', 'ndjson', '--yes']
  const slots = ['--to', cluster.idOf(target), '--slot-ranges', String(SLOT)]
  const running = runCli(['reshard', source.address, ...slots, ...moving], {
    limitMs: 60_000,
    onStart: (send) => (kill = send),
    onStderr: (text) => {
      said += text
    },
  })
  const begun = until(
    'the target has the first piece',
    async () => Number(await ask(target, 'DBSIZE')) > 0,
    30_000,
  )
  await Promise.race([begun, running])
  kill?.('SIGKILL')
  const run = await running
  expect(run.signal, run.stdout + run.stderr).to.equal('SIGKILL')
  return said
}
