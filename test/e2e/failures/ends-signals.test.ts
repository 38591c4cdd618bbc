import {expect} from 'chai'
import {runCli} from '../../support/cli.js'
import {EndingCluster, RunningCli} from '../../support/ending-run.js'
import {until} from '../../support/until.js'

describe('[E] a reshard that gets a signal in the middle of a window', function () {
  // Many keys move slowly, perhaps on a busy machine.
  this.timeout(240_000)

  let ending: EndingCluster

  before(async () => {
    ending = await EndingCluster.start({runs: 5})
  })

  after(() => ending[Symbol.asyncDispose]())

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`closes its open slots after ${signal}, also if it arrives twice at once as from timeout(1)`, async () => {
      await using run = await RunningCli.start(ending.reshard())
      await ending.midWindow()
      run.kill(signal)
      run.kill(signal)
      const {exitCode} = await run.ended()
      expect(await ending.marks(), run.stderr).to.deep.equal([])
      expect(exitCode, run.stderr).to.equal(6)
      expect(await run.journalEnd()).to.equal('incomplete')
      expect(await ending.wrong()).to.deep.equal([])
    })
  }

  it('ends at once after a second signal, names the open slots, and can be resumed', async () => {
    const target = ending.primary(2)
    // Servers that require no password accept any.
    const login = ['--user', 'default', '-a', 'any']
    await using run = await RunningCli.start(ending.reshard('--progress', 'ndjson', ...login))
    await ending.midWindow()
    // The window cannot end before the second signal.
    target.pause()
    try {
      run.kill('SIGINT')
      await until('the first signal is answered', () => run.stderr.includes('Ctrl-C again stops immediately'))
      // A signal that follows another one immediately counts as the same signal.
      const again = setInterval(() => run.kill('SIGTERM'), 50)
      const {exitCode} = await run.ended().finally(() => clearInterval(again))
      expect(exitCode, run.stderr).to.equal(143)
    } finally {
      target.resume()
    }
    const named = /Slots that may be open now: (\d+)-(\d+)/.exec(run.stderr)
    expect(named, run.stderr).to.not.equal(null)
    const marks = await ending.marks()
    expect(marks.length).to.be.greaterThan(0)
    expect(await ending.marks(Number(named![1]), Number(named![2]))).to.deep.equal(marks)
    expect(run.stderr).to.contain(`clustertool resume --user default --askpass ${ending.primary(0).address}`)
    expect(await run.journalEnd()).to.equal('incomplete')
    const env = {XDG_STATE_HOME: run.folder}
    const resumed = await runCli(['resume', ending.primary(0).address, '--yes'], {env, limitMs: 60_000})
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(await ending.marks()).to.deep.equal([])
    expect(await ending.wrong()).to.deep.equal([])
  })

  it('changes nothing when SIGTERM comes while it asks', async () => {
    const words = ending.reshard().filter((word) => word !== '--yes')
    await using run = await RunningCli.start(words)
    await until('it asks', () => run.stdout.includes('(yes/no)'), 10_000)
    run.kill('SIGTERM')
    const {exitCode} = await run.ended()
    expect(exitCode, run.stdout + run.stderr).to.equal(130)
    expect(run.stderr).to.contain('nothing was changed')
    expect(await run.files(/\.jsonl$/)).to.deep.equal([])
  })
})
