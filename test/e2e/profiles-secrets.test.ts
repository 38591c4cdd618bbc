import {execFileSync} from 'node:child_process'
import {chmod, readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {ProfileTrial, SECRET} from '../support/profile-trial.js'
import {startCli} from '../support/started-cli.js'
import {until} from '../support/until.js'

describe('[E] passwords of profiles', () => {
  let trial: ProfileTrial

  before(async () => {
    trial = await ProfileTrial.start()
  })
  after(() => trial[Symbol.asyncDispose]())
  beforeEach(() => trial.configure())

  it('leave no secret in output, arguments, journals or other files', async () => {
    const outputs: string[] = []
    const [from, to] = trial.cluster.idsOf(trial.cluster.primaries)
    for (const more of [
      'password-file = "../password"',
      `password = "${SECRET}"`,
      `password-command = "cat ../password"`,
      `password-command = ["cat", "../password"]`,
    ]) {
      await trial.configure(more)
      for (const line of [
        'check @prod --json',
        'check @prod',
        'profile show prod',
        'profile show prod --json',
        'profile list --json',
        'profile test prod --json',
        'rebalance @prod --weight nobody=3',
        'check @prod --user somebody',
        `reshard @prod --from ${from} --to ${to} --slots 1 --yes`,
      ]) {
        const {stdout, stderr, exitCode} = await trial.run(line)
        // One of the seeds is dead.
        const code = line.startsWith('profile test') ? 6 : /somebody|nobody/.test(line) ? 2 : 0
        expect([line, exitCode], stderr).to.deep.equal([line, code])
        outputs.push(stdout, stderr)
      }
    }
    for (const output of outputs) expect(output).not.to.contain(SECRET)
    expect(await filesWith(trial.state, SECRET)).to.deep.equal([])
  })

  it('leave no secret in what is written about a crash', async () => {
    const broken = join(trial.folder, 'broken.cjs')
    const words = JSON.stringify(`broken by ${SECRET}`)
    await writeFile(broken, `process.stdout.write = () => { throw new TypeError(${words}) }`)
    const {exitCode, stderr} = await trial.run('check @prod', {env: {NODE_OPTIONS: `--require ${broken}`}})
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain('has a bug (TypeError: broken by …)').and.not.to.contain(SECRET)
    const [, file = ''] = /see (\S+)/.exec(stderr) ?? []
    expect(await readFile(file, 'utf8'))
      .to.contain('broken by …')
      .and.not.to.contain(SECRET)
  })

  it('show no password to those who list processes', async () => {
    const pause = join(trial.folder, 'go')
    await trial.configure(
      `password-command = "while [ ! -e ${pause} ]; do sleep 0.05; done; cat ../password"`,
    )
    await using started = await startCli(['check', '@prod'], {
      env: trial.env,
    })
    const waiting = await until('the command waits', () => {
      const lines = execFileSync('ps', ['-eo', 'args', '-ww'], {encoding: 'utf8'}).split('\n')
      return lines.some((line) => line.includes(pause)) && lines
    })
    expect(waiting.filter((line) => line.includes(SECRET) && !line.includes('-server'))).to.deep.equal([])
    await writeFile(pause, '')
    expect((await started.result).exitCode).to.equal(0)
  })

  it('refuse a file with a password that others can read, and name the command to run', async () => {
    const file = trial.password
    await chmod(file, 0o644)
    const open = await trial.run('check @prod')
    await chmod(file, 0o600)
    expect([open.exitCode, open.stderr]).to.deep.equal([
      4,
      `Error: ${file} is the password file of the profile prod, and others can read it (mode 0644).\n` +
        `  Keep it to yourself: chmod 600 ${file}\n`,
    ])
    await trial.configure(`password = "${SECRET}"`)
    await chmod(trial.config, 0o640)
    const config2 = await trial.run('check @prod --json')
    expect(config2.exitCode).to.equal(4)
    expect(config2.stdout).to.contain(`chmod 600 ${trial.config}`).and.not.to.contain(SECRET)
    // The file as a whole has the password, whichever profile is used.
    expect((await trial.run('check @plain')).exitCode).to.equal(4)
    await chmod(trial.config, 0o600)
    expect((await trial.run('check @prod')).exitCode).to.equal(0)
  })

  it('say in one sentence what a password command did, without its output', async () => {
    await trial.configure(`password-command = "echo ${SECRET}; echo ${SECRET} >&2; exit 3"`)
    const {exitCode, stdout, stderr} = await trial.run('check @prod')
    expect(exitCode).to.equal(4)
    expect(stdout + stderr).not.to.contain(SECRET)
    expect(stderr).to.match(/^Error: The password command of the profile prod ended with exit code 3\.\n/)
  })

  it('never send REDISCLI_AUTH, nor the password of one user for another', async () => {
    const env = {REDISCLI_AUTH: 'of-another-cluster'}
    expect((await trial.run('check @prod', {env})).exitCode).to.equal(0)
    const {primary} = trial.plain.shard(0)
    const logins = async (line: string) => {
      await ask(primary, 'CONFIG', 'RESETSTAT')
      expect((await trial.run(line, {env})).exitCode).to.equal(0)
      return /cmdstat_auth/.test(String(await ask(primary, 'INFO', 'commandstats')))
    }
    expect(await logins('check @plain')).to.equal(false)
    expect(await logins(`check ${primary.address}`)).to.equal(true)
    const other = await trial.run('check @prod --user bob', {env})
    expect([other.exitCode, other.stderr]).to.deep.equal([
      2,
      'Error: --user is bob, and the password of the profile prod is that of operator.\n' +
        '  To log in as bob, add --askpass.\n',
    ])
    const asked = await trial.run('check @prod --user bob --askpass', {input: 'wrong\n'})
    expect(asked.exitCode).to.equal(5)
  })
})

async function filesWith(folder: string, word: string): Promise<string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files).not.to.be.empty
  const texts = await Promise.all(files.map(async (file) => ({file, text: await readFile(file, 'latin1')})))
  return texts.filter(({text}) => text.includes(word)).map(({file}) => file)
}
