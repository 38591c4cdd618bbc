import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {fill} from '../support/fill.js'
import {ScreenTerminal} from '../support/screen-terminal.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'

const KEYS = 20_000

describe('[E] keys in the terminal of an operation', function () {
  this.timeout(120_000)

  it('pause, continue, change and show it, and the terminal is as before when it is stopped', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(1).primary]
    await fill(source, {ranges: [{start: 0, end: 999}], keysPerSlot: 20})
    const words = [
      '--from',
      source.address,
      '--to',
      target.address,
      '--slot-ranges',
      '0-999',
      '--method',
      'keys',
    ]
    const args = ['reshard', source.address, ...words, '--rate', '2000keys/s']
    await using terminal = ScreenTerminal.start(args, {width: 120, height: 40})
    await terminal.shows(/Do you want to proceed/)
    // A question reads its own answer: the keys of a run are read only while it runs.
    terminal.type('yes\r')
    await terminal.shows(/\d+\/1000 slots/)
    terminal.type('p')
    await terminal.shows(/Paused by a key in its own terminal since /)
    const paused = Number(await ask(target, 'DBSIZE'))
    terminal.type('?')
    await terminal.shows(/Settings: max-pause=10ms rate=2000keys\/s/)
    await terminal.shows(/Keys: p pause, r resume/)
    terminal.type('+')
    await terminal.shows(/Rate: 4000keys\/s/)
    terminal.type('r')
    await until('it goes on', async () => Number(await ask(target, 'DBSIZE')) > paused, 10_000)
    terminal.type('\u0003')
    const {code, sameMode} = await terminal.ended()
    expect(code, terminal.text).to.equal(6)
    expect(sameMode).to.equal(true)
    expect(terminal.written).to.match(/Stopping after the current step; Ctrl-C again stops immediately/)
    const {stdout} = await runCli(['resume', source.address, '--dry-run'])
    expect(stdout).to.contain('Settings that were changed meanwhile are kept: rate=4000keys/s\n')
    expect(Number(await ask(source, 'DBSIZE')) + Number(await ask(target, 'DBSIZE'))).to.equal(KEYS)
  })
})
