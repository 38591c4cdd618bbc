import {readFile, stat} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {EndingCluster, RunningCli} from '../../support/ending-run.js'

const FAULTS = fileURLToPath(new URL('../../support/faults.cjs', import.meta.url))

describe('[E] a bug of clustertool in the middle of a window', function () {
  // Many keys move slowly, perhaps on a busy machine.
  this.timeout(240_000)

  let ending: EndingCluster

  before(async () => {
    ending = await EndingCluster.start({runs: 3})
  })

  after(() => ending[Symbol.asyncDispose]())

  const faults = {
    rejection: 'a rejection that nobody handles',
    exception: 'an exception that nobody catches',
    listener: 'a listener that throws',
  }
  for (const [fault, what] of Object.entries(faults)) {
    it(`as ${what}: slots are closed, the journal has an end, and the stack is written to a file`, async () => {
      await using run = await RunningCli.start(ending.reshard('--progress', 'ndjson'), {
        env: {NODE_OPTIONS: `--require ${FAULTS}`, CLUSTERTOOL_TEST_FAULT: fault},
      })
      await ending.midWindow()
      run.kill('SIGUSR2')
      const {exitCode} = await run.ended()
      expect(await ending.marks(), run.stderr).to.deep.equal([])
      expect(exitCode, run.stderr).to.equal(1)
      expect(await run.journalEnd()).to.equal('incomplete')
      expect(await ending.wrong()).to.deep.equal([])
      await expectCrashFile(run)
    })
  }

  it('ends a command that changes nothing at once', async () => {
    await using run = await RunningCli.start(['check', ending.primary(0).address], {
      env: {
        NODE_OPTIONS: `--require ${FAULTS}`,
        CLUSTERTOOL_TEST_FAULT: 'rejection',
        CLUSTERTOOL_TEST_FAULT_AT: 'start',
      },
    })
    const {exitCode} = await run.ended()
    expect(exitCode, run.stderr).to.equal(1)
    expect(run.stdout).to.equal('')
    await expectCrashFile(run)
  })
})

async function expectCrashFile({stderr, folder}: RunningCli): Promise<void> {
  const errors = stderr.split('\n').filter((line) => line.startsWith('Error: '))
  expect(errors, stderr).to.have.lengthOf(1)
  expect(stderr).to.not.contain('    at ')
  const path = /For details, see (\S+)$/.exec(errors[0]!)?.[1]
  expect(path).to.contain(`${folder}/clustertool/crash-`)
  const text = await readFile(path!, 'utf8')
  expect(text).to.match(/injected, with \/\/…@host\n {4}at /)
  expect(text + stderr).to.not.contain('hidden')
  expect((await stat(path!)).mode & 0o777).to.equal(0o600)
}
