import {expect} from 'chai'
import {runCommand} from '../../../src/operations/run-command.js'

describe('[U] runCommand', () => {
  it('returns the exit code and the last line of both streams', async () => {
    expect(await runCommand('echo a; echo b >&2; exit 3', 5000)).to.deep.equal({
      exitCode: 3,
      said: 'b',
      isLate: false,
    })
    expect(await runCommand('true', 5000)).to.deep.equal({exitCode: 0, said: '', isLate: false})
    expect((await runCommand('head -c 100000 /dev/zero | tr "\\0" x; echo; echo end', 5000)).said).to.equal(
      'end',
    )
  })

  it('adds variables to the environment', async () => {
    expect((await runCommand('echo "$CLUSTERTOOL_X"', 5000, {CLUSTERTOOL_X: 'y z'})).said).to.equal('y z')
  })

  it('kills the command and what it has started after the limit', async () => {
    const start = performance.now()
    const end = await runCommand('sleep 30 & sleep 30; echo done', 200)
    expect(end).to.deep.equal({exitCode: null, said: '', isLate: true})
    expect(performance.now() - start).to.be.lessThan(10_000)
  })

  it('does not wait for what the command leaves running', async () => {
    const start = performance.now()
    expect((await runCommand('sleep 10 & echo started', 20_000)).said).to.equal('started')
    expect(performance.now() - start).to.be.lessThan(8000)
  })
})
