import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {EndingCluster, RunningCli} from '../../support/ending-run.js'
import type {TestServer} from '../../support/test-server.js'

describe('[E] a target that runs out of memory in the middle of a window', function () {
  // Many keys move slowly, perhaps on a busy machine.
  this.timeout(240_000)

  it('ends the move with a sentence, and the journal has an end', async () => {
    await using ending = await EndingCluster.start({runs: 1})
    await using run = await RunningCli.start(ending.reshard())
    await ending.midWindow()
    await fillUp(ending.primary(2))
    await expectTold(run)
    await expectTakenUp(ending, run)
  })

  it('does not prevent another pair of nodes from closing its slots', async () => {
    await using ending = await EndingCluster.start({runs: 1, pairs: 2})
    const full = ending.primary(2)
    await using run = await RunningCli.start(ending.rebalance())
    await ending.midWindow()
    await fillUp(full)
    await expectTold(run)
    const towards = `->-${ending.cluster.idOf(full)}]`
    const left = (await ending.marks()).filter((mark) => mark.includes('->-'))
    expect(
      left.filter((mark) => !mark.endsWith(towards)),
      run.stdout,
    ).to.deep.equal([])
    await expectTakenUp(ending, run)
  })
})

async function fillUp(node: TestServer): Promise<void> {
  await ask(node, 'CONFIG', 'SET', 'maxmemory', 1)
}

async function expectTold(run: RunningCli): Promise<void> {
  const {exitCode} = await run.ended()
  expect(exitCode, run.stderr).to.equal(6)
  expect(run.stderr).to.not.contain('    at ')
  expect(run.stdout).to.contain('OOM')
  expect(await run.journalEnd()).to.equal('incomplete')
}

async function expectTakenUp(ending: EndingCluster, run: RunningCli): Promise<void> {
  await ask(ending.primary(2), 'CONFIG', 'SET', 'maxmemory', 0)
  const env = {XDG_STATE_HOME: run.folder}
  const resumed = await runCli(['resume', ending.primary(0).address, '--yes'], {env, limitMs: 60_000})
  expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
  expect(await ending.marks()).to.deep.equal([])
  expect(await ending.wrong()).to.deep.equal([])
}
