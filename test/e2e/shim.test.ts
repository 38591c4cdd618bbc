import {execFile} from 'node:child_process'
import {chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expect} from 'chai'
import {runCli} from '../support/cli.js'

type Ended = {readonly exitCode: number; readonly stdout: string; readonly stderr: string}

describe('[E] shim', function () {
  this.timeout(240_000)
  let folder: string
  let shims: string
  let real: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "clustertool test's-"))
    shims = join(folder, 'shims')
    real = join(folder, 'real')
    await mkdir(real)
    await script(
      join(real, 'redis-cli'),
      '#!/bin/sh\necho real\nfor word in "$@"; do echo "<$word>"; done\nexit 7\n',
    )
    const {exitCode, stdout, stderr} = await runCli(['shim', shims])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).to.contain('export PATH=')
  })
  after(() => rm(folder, {recursive: true}))

  async function script(path: string, text: string): Promise<void> {
    await writeFile(path, text)
    await chmod(path, 0o755)
  }

  function run(args: readonly string[], path = [shims, real], name = 'redis-cli'): Promise<Ended> {
    const env = {...process.env, PATH: [...path, dirname(process.execPath), '/usr/bin', '/bin'].join(':')}
    return new Promise((resolve) => {
      execFile(name, args, {env}, (error, stdout, stderr) =>
        resolve({exitCode: error ? Number(error.code) : 0, stdout, stderr}),
      )
    })
  }

  const PASSED_ON: readonly (readonly string[])[] = [
    [],
    ['-p', '7000', 'PING'],
    ['SET', 'a key', `it's "quoted" * $HOME`],
    ['SET', '--cluster', 'x'],
    ['-a', '--cluster', 'PING'],
    ['--eval', '--cluster', 'k'],
    ['CLUSTER', 'INFO'],
    ['--raw', 'GET', '', 'line\nend'],
  ]
  for (const args of PASSED_ON) {
    it(`passes ${JSON.stringify(args)} on to the real program unchanged`, async () => {
      const {exitCode, stdout, stderr} = await run(args)
      expect({exitCode, stderr}).to.deep.equal({exitCode: 7, stderr: ''})
      expect(stdout).to.equal(['real', ...args.map((word) => `<${word}>`), ''].join('\n'))
    })
  }

  const OURS: readonly (readonly string[])[] = [
    ['--cluster', 'check', '127.0.0.1:1'],
    ['-a', 'pw', '--no-auth-warning', '--cluster', 'check', '127.0.0.1', '1'],
    ['-a', '--cluster', '--cluster', 'check', '127.0.0.1:1'],
    ['-a', "it's a pass", '-c', '--cluster', 'info', '127.0.0.1:1'],
  ]
  for (const args of OURS) {
    it(`runs clustertool for ${JSON.stringify(args)}`, async () => {
      const {exitCode, stdout, stderr} = await run(args)
      expect(exitCode, stdout + stderr).to.equal(1)
      expect(stderr).to.contain('Error: Node 127.0.0.1:1 cannot be used')
    })
  }

  it('finds the real program past other shims and links to them, and says if there is none', async () => {
    const other = join(folder, 'other')
    const linked = join(folder, 'linked')
    await runCli(['shim', other])
    await mkdir(linked)
    await symlink(join(shims, 'redis-cli'), join(linked, 'redis-cli'))
    expect((await run(['PING'], [linked, other, shims, '', real])).stdout).to.contain('real')
    const alone = await new Promise<Ended>((resolve) => {
      execFile(
        '/bin/sh',
        [join(shims, 'redis-cli'), 'PING'],
        {env: {PATH: `${other}:${linked}`}},
        (error, stdout, stderr) => resolve({exitCode: Number(error?.code ?? 0), stdout, stderr}),
      )
    })
    expect(alone.exitCode).to.equal(127)
    expect(alone.stderr).to.match(/^Error: there is no redis-cli on PATH but this one/)
  })

  it('replaces redis-trib too', async () => {
    await runCli(['shim', shims, '--name', 'redis-trib.rb'])
    const {exitCode, stderr} = await run(
      ['check', '--password', 'a b', '127.0.0.1:1'],
      undefined,
      'redis-trib.rb',
    )
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain('127.0.0.1:1 cannot be used')
    const unknown = await run(['check', '--slots', '1', '127.0.0.1:1'], undefined, 'redis-trib.rb')
    expect(unknown.stderr).to.contain("Unrecognized option or bad number of args for: '--slots'.")
  })

  it('leaves a file alone that is not its own, unless forced', async () => {
    const path = join(real, 'redis-cli')
    const text = await readFile(path, 'utf8')
    const refused = await runCli(['shim', real])
    expect(refused.exitCode).to.equal(4)
    expect(refused.stderr).to.contain('already exists and was not written by clustertool shim')
    expect(await readFile(path, 'utf8')).to.equal(text)
    expect((await runCli(['shim', real, '--force', '--json'])).exitCode).to.equal(0)
    expect(await readFile(path, 'utf8')).to.equal(await readFile(join(shims, 'redis-cli'), 'utf8'))
    expect((await stat(path)).mode & 0o777).to.equal(0o755)
    expect((await runCli(['shim', shims])).exitCode).to.equal(0)
  })

  it('says in a sentence what is wrong with the folder', async () => {
    expect((await runCli(['shim'])).stderr).to.match(/^Error: No folder was given\./)
    const file = await runCli(['shim', join(shims, 'redis-cli')])
    expect(file.exitCode).to.equal(4)
    expect(file.stderr).to.match(/^Error: .*cannot be written: /)
    expect(file.stderr.trim().split('\n')).to.have.length(1)
  })
})
