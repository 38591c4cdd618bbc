import {createServer, type Server} from 'node:net'
import {once} from 'node:events'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {type CliResult, runCli} from '../support/cli.js'
import {stateOf} from '../support/node-state.js'
import {TestServers} from '../support/servers.js'
import {casesOf, type Context, WRONG} from './bad-input-cases.js'
import {changeCasesOf} from './change-cases.js'
import {repairCasesOf} from './repair-cases.js'

const PASSWORD = 'correct-horse'

describe('[E] bad input', () => {
  let plain: TestServers
  let formed: TestServers
  let guarded: TestServers
  let lone: TestServers
  let garbage: Server
  let folder: string
  let context: Context

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-e2e-'))
    const starts = [
      TestServers.start({count: 6}),
      TestServers.start({count: 6}),
      TestServers.start({count: 3, args: ['--requirepass', PASSWORD]}),
      TestServers.start({count: 1, args: ['--cluster-enabled', 'no']}),
    ] as const
    ;[plain, formed, guarded, lone] = await Promise.all(starts)
    garbage = createServer((socket) =>
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    garbage.listen(0, '127.0.0.1')
    await once(garbage, 'listening')
    const made = await runCli(['create', '--replicas', '1', '--yes', ...formed.addresses])
    expect(made.exitCode, made.stderr).to.equal(0)
    context = {
      seed: formed.node(0).address,
      replica: formed.node(4).address,
      three: plain.addresses.slice(0, 3),
      port: plain.node(0).port,
      lone: lone.node(0).address,
      guarded: guarded.node(0).address,
      garbagePort: (garbage.address() as {port: number}).port,
      folder,
    }
  })

  after(async () => {
    garbage.close()
    await Promise.all([plain, formed, guarded, lone].map((servers) => servers[Symbol.asyncDispose]()))
    await rm(folder, {recursive: true})
  })

  for (const {what, args, exit, says, input, env} of [
    ...casesOf(() => context),
    ...changeCasesOf(() => context),
    ...repairCasesOf(() => context),
  ]) {
    it(`answers ${what} with one sentence and exit ${exit}`, async () => {
      const before = await allStates()
      const result = await runCli(args(), {
        limitMs: 10_000,
        ...(input !== undefined && {input}),
        ...(env && {env}),
      })
      expectCleanEnd(result, exit, says)
      expect(await allStates()).to.deep.equal(before)
    })
  }

  it('gives the same exit code and one document with --json', async () => {
    for (const args of [
      ['check', '7000'],
      ['check', '127.0.0.1:1'],
      ['check', context.seed, '--deep'],
      ['info'],
    ]) {
      const text = await runCli(args)
      const json = await runCli([...args, '--json'])
      const document = JSON.parse(json.stdout) as {schema: number; error: {code: string; message: string}}
      expect(json.exitCode, json.stdout).to.equal(text.exitCode)
      expect(json.stderr).to.equal('')
      expect(text.stderr).to.contain(document.error.message)
      expect(document.schema).to.equal(1)
    }
  })

  it('does not show a password in JSON', async () => {
    const result = await runCli(['check', context.guarded, '-a', WRONG, '--json'])
    expect(result.exitCode).to.equal(5)
    expect(result.stdout + result.stderr).not.to.contain(WRONG)
  })

  it('gives up on a stopped seed within seconds', async () => {
    await using stopped = await TestServers.start({count: 1})
    stopped.node(0).pause()
    const result = await runCli(['check', stopped.addresses[0] ?? '', '--command-timeout', '700'])
    expectCleanEnd(result, 5, /did not answer within 700 ms/)
    expect(result.milliseconds).to.be.below(3000)
  })

  it('reports a stopped node among others, and all other problems with it, within the default limits', async () => {
    await using stopped = await TestServers.start({count: 1})
    stopped.node(0).pause()
    const before = await allStates()
    const nodes = [...context.three, stopped.addresses[0] ?? '', context.lone, '127.0.0.1:1']
    const result = await runCli(['create', '--yes', ...nodes])
    expectCleanEnd(result, 5, /3 problems prevent this create/)
    expect(result.stderr).to.match(
      /did not answer within 5000 ms[^]*not a cluster node[^]*connection refused/,
    )
    expect(result.milliseconds).to.be.below(9000)
    expect(await allStates()).to.deep.equal(before)
  })

  it('accepts a replica as the seed of a check', async () => {
    const result = await runCli(['check', formed.addresses[5] ?? ''])
    expect(result.exitCode, result.stdout + result.stderr).to.equal(0)
  })

  it('reports a certificate file without a certificate', async () => {
    const file = join(folder, 'bad.pem')
    await writeFile(file, 'not a certificate')
    const result = await runCli([
      'check',
      context.seed,
      '--tls',
      '--cacert',
      file,
      '--connect-timeout',
      '500',
    ])
    expect(result.exitCode).to.be.oneOf([2, 5])
    expect(result.stderr).not.to.match(/^\s+at /m)
  })

  function allStates(): Promise<string[][]> {
    return Promise.all([stateOf(plain.nodes), stateOf(formed.nodes), stateOf(guarded.nodes, PASSWORD)])
  }
})

function expectCleanEnd({exitCode, stdout, stderr}: CliResult, exit: number, says: RegExp): void {
  const all = stdout + stderr
  expect(exitCode, all).to.equal(exit)
  expect(all).to.match(says)
  expect(all).not.to.match(/^\s+at /m)
  expect(all).not.to.contain(WRONG)
  expect(all).not.to.match(/undefined|\[object/)
}
