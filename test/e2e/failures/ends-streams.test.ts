import {spawn} from 'node:child_process'
import {expect} from 'chai'
import {EndingCluster, RunningCli, wordsFor} from '../../support/ending-run.js'
import {until} from '../../support/until.js'

describe('[E] a command whose output nobody reads any more', function () {
  // Many keys move slowly, perhaps on a busy machine.
  this.timeout(240_000)

  let ending: EndingCluster

  before(async () => {
    ending = await EndingCluster.start({runs: 4})
  })

  after(() => ending[Symbol.asyncDispose]())

  it('closes its open slots when Ctrl-C also ends the tee that reads its output', async () => {
    const shell = '("$@"; echo $? > "$FOLDER/code") 2>&1 | tee "$FOLDER/log"'
    await using run = await RunningCli.start(ending.reshard('--progress', 'ndjson'), {shell})
    await ending.midWindow()
    run.killGroup('SIGINT')
    expect(await run.told('code')).to.equal('6')
    expect(await ending.marks()).to.deep.equal([])
    expect(await run.journalEnd()).to.equal('incomplete')
    expect(await ending.wrong()).to.deep.equal([])
  })

  for (const progress of ['plain', 'ndjson']) {
    it(`finishes when piped into head -1 with --progress ${progress}`, async () => {
      const shell = '("$@"; echo $? > "$FOLDER/code") 2>&1 | head -1'
      await using run = await RunningCli.start(ending.reshard('--progress', progress), {shell})
      expect(await run.told('code')).to.equal('0')
      expect(await ending.marks()).to.deep.equal([])
      expect(await run.journalEnd()).to.equal('done')
      expect(await ending.wrong()).to.deep.equal([])
    })
  }

  it('closes its open slots when its terminal goes away', async () => {
    // A terminal without a size shows no spinner.
    const shell =
      'line="stty cols 120 rows 40; exec $(printf "%q " "$@")"; exec script -qefc "$line" /dev/null'
    await using run = await RunningCli.start(ending.reshard(), {shell})
    await ending.midWindow()
    run.kill('SIGKILL')
    expect(await run.journalEnd()).to.equal('incomplete')
    expect(await ending.marks()).to.deep.equal([])
    expect(await ending.wrong()).to.deep.equal([])
  })

  it('changes nothing when its terminal goes away while it asks', async () => {
    const words = ending.reshard().filter((word) => word !== '--yes')
    const line = 'trap : HUP; stty cols 120 rows 40; "${@}"; echo $? > "$FOLDER/code"'
    const shell = `line="bash -c $(printf "%q " '${line}' bash "$@")"; exec script -qefc "$line" /dev/null`
    await using run = await RunningCli.start(words, {shell})
    await until('it asks', () => run.stdout.includes('Do you want to proceed'), 10_000)
    run.kill('SIGKILL')
    // The kernel and the shell report the hangup. If there is more than a moment between them, the second ends it at once.
    expect(await run.told('code')).to.be.oneOf(['129', '130'])
    expect(await run.files(/\.(jsonl|txt)$/)).to.deep.equal([])
  })

  it('ends with 0 if it is a check, and reports a full disk', async () => {
    const address = ending.primary(0).address
    const shell = '("$@" 2> "$FOLDER/err"; echo $? > "$FOLDER/code") | true'
    await using run = await RunningCli.start(['check', address], {shell})
    expect(await run.told('code')).to.equal('0')
    const full = spawn('bash', ['-c', 'exec "$@" > /dev/full', 'bash', ...wordsFor(['check', address])])
    let said = ''
    full.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await until('it has ended', () => full.exitCode ?? undefined, 10_000)
    expect(said).to.match(/^Error: The output could not be written completely: ENOSPC[^\n]*\n$/)
    expect(full.exitCode).to.equal(0)
  })
})
