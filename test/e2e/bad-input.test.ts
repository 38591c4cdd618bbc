import {createServer, type Server} from 'node:net'
import {once} from 'node:events'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {type CliResult, runCli} from '../support/cli.js'
import {stateOf} from '../support/node-state.js'
import {TestServers} from '../support/servers.js'

const PASSWORD = 'correct-horse'
const WRONG = 'wrong-donkey'

describe('[E] bad input', () => {
  let plain: TestServers
  let formed: TestServers
  let guarded: TestServers
  let lone: TestServers
  let garbage: Server
  let folder: string

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
  })

  after(async () => {
    garbage.close()
    await Promise.all([plain, formed, guarded, lone].map((servers) => servers[Symbol.asyncDispose]()))
    await rm(folder, {recursive: true})
  })

  type Case = {
    readonly what: string
    readonly args: () => readonly string[]
    readonly exit: number
    readonly says: RegExp
    readonly input?: string
    readonly env?: Readonly<Record<string, string | undefined>>
  }

  const seed = () => formed.addresses[0] ?? ''
  const three = () => plain.addresses.slice(0, 3)
  const garbagePort = () => (garbage.address() as {port: number}).port
  const cases: readonly Case[] = [
    {what: 'no node', args: () => ['check'], exit: 2, says: /No node was named/},
    {
      what: 'no port',
      args: () => ['check', '7000'],
      exit: 2,
      says: /"7000" is not the address of a node: it has no port/,
    },
    {what: 'port 99999', args: () => ['check', '127.0.0.1:99999'], exit: 2, says: /"99999" is not a port/},
    {
      what: 'a port that is no number',
      args: () => ['info', '127.0.0.1', 'redis'],
      exit: 2,
      says: /"redis" is not a port/,
    },
    {what: 'no host', args: () => ['check', ':7000'], exit: 2, says: /it has no host/},
    {
      what: 'an argument too many',
      args: () => ['check', '127.0.0.1', '7000', 'x'],
      exit: 2,
      says: /Unexpected argument: x/,
    },
    {
      what: 'a port where nothing listens',
      args: () => ['check', '127.0.0.1:1'],
      exit: 5,
      says: /127\.0\.0\.1:1 .*connection refused/,
    },
    {
      what: 'a name that does not resolve',
      args: () => ['check', 'nowhere.invalid:7000'],
      exit: 5,
      says: /the host name/,
    },
    {
      what: 'a server of another kind',
      args: () => ['check', `127.0.0.1:${garbagePort()}`],
      exit: 5,
      says: /not a Redis or Valkey server/,
    },
    {
      what: 'a server outside cluster mode',
      args: () => ['check', lone.addresses[0] ?? ''],
      exit: 4,
      says: /not a cluster node/,
    },
    {
      what: 'TLS to a plain port',
      args: () => ['check', seed(), '--tls', '--insecure', '--connect-timeout', '500'],
      exit: 5,
      says: /no TLS connection within 500 ms/,
    },
    {
      what: 'a missing password',
      args: () => ['check', guarded.addresses[0] ?? ''],
      exit: 5,
      says: /asks for a password and none was given/,
    },
    {
      what: 'a wrong password',
      args: () => ['check', guarded.addresses[0] ?? '', '-a', WRONG],
      exit: 5,
      says: /wrong user name or password/,
    },
    {
      what: 'a wrong password in the environment',
      args: () => ['info', guarded.addresses[0] ?? ''],
      env: {REDISCLI_AUTH: WRONG},
      exit: 5,
      says: /wrong user name or password/,
    },
    {
      what: 'a wrong password in a URL',
      args: () => ['check', `redis://:${WRONG}@${guarded.addresses[0]}`],
      exit: 5,
      says: /wrong user name or password/,
    },
    {
      what: 'a misspelt --pass',
      args: () => ['check', seed(), `--passs=${WRONG}`],
      exit: 2,
      says: /Nonexistent flag: --passs/,
    },
    {what: 'an unknown command', args: () => ['chekc', seed()], exit: 2, says: /command chekc.* not found/},
    {
      what: 'an unknown flag',
      args: () => ['check', seed(), '--deep'],
      exit: 2,
      says: /Nonexistent flag: --deep/,
    },
    {
      what: 'a time limit of 0',
      args: () => ['check', seed(), '--connect-timeout', '0'],
      exit: 2,
      says: /--connect-timeout.*received: 0/,
    },
    {
      what: 'an address map without =',
      args: () => ['check', seed(), '--address-map', 'a'],
      exit: 2,
      says: /"a" is not an address map rule/,
    },
    {
      what: 'a missing CA file',
      args: () => ['check', seed(), '--tls', '--cacert', '/nowhere.pem'],
      exit: 2,
      says: /\/nowhere\.pem.*does not exist/,
    },
    {
      what: 'a certificate without its key',
      args: () => ['check', seed(), '--tls', '--cert', '/x.pem'],
      exit: 2,
      says: /both --cert and --key/,
    },
    {what: 'create without nodes', args: () => ['create'], exit: 2, says: /No node was named/},
    {
      what: 'replicas that are no number',
      args: () => ['create', '--replicas', 'x', ...three()],
      exit: 2,
      says: /--replicas.*received: x/,
    },
    {
      what: 'negative replicas',
      args: () => ['create', '--replicas=-1', ...three()],
      exit: 2,
      says: /--replicas.*received: -1/,
    },
    {
      what: 'half a replica',
      args: () => ['create', '--replicas', '1.5', ...three()],
      exit: 2,
      says: /--replicas.*received: 1\.5/,
    },
    {
      what: 'too few nodes',
      args: () => ['create', '--yes', '--replicas', '1', ...three()],
      exit: 4,
      says: /3 nodes with 1 replica.*6 nodes are needed/,
    },
    {
      what: 'a node twice',
      args: () => ['create', '--yes', ...three(), three()[0] ?? ''],
      exit: 4,
      says: /is in the list twice/,
    },
    {
      what: 'a node under two names',
      args: () => ['create', '--yes', ...three(), `localhost:${plain.node(0).port}`],
      exit: 4,
      says: /is the same node as/,
    },
    {
      what: 'a node of another cluster',
      args: () => ['create', '--yes', ...three(), seed()],
      exit: 4,
      says: /knows 5 nodes outside the list/,
    },
    {
      what: 'a node that is a replica',
      args: () => ['create', '--yes', ...three(), formed.addresses[4] ?? ''],
      exit: 4,
      says: /is a replica of/,
    },
    {
      what: 'a dead node in create',
      args: () => ['create', '--yes', ...three(), '127.0.0.1:1'],
      exit: 5,
      says: /127\.0\.0\.1:1 cannot be reached/,
    },
    {
      what: 'a zone of a node that is not listed',
      args: () => ['create', ...three(), '--zone', '10.9.9.9:1=a'],
      exit: 2,
      says: /not in the list/,
    },
    {
      what: 'a zone without a name',
      args: () => ['create', ...three(), '--zone', 'a'],
      exit: 2,
      says: /"a" names no zone/,
    },
    {
      what: 'a closed stdin at the question',
      args: () => ['create', ...three()],
      exit: 4,
      says: /Standard input is closed/,
    },
    {
      what: 'the answer no',
      args: () => ['create', ...three()],
      input: 'no\n',
      exit: 130,
      says: /Cancelled; nothing was changed/,
    },
    {
      what: 'the answer y',
      args: () => ['create', ...three()],
      input: 'y\n',
      exit: 130,
      says: /Cancelled; nothing was changed/,
    },
    {what: '--json without --yes', args: () => ['create', '--json', ...three()], exit: 4, says: /--yes/},
    {what: 'slot without keys', args: () => ['slot'], exit: 2, says: /No key was given/},
    {
      what: 'a key that is not hexadecimal',
      args: () => ['slot', '--hex', 'zz'],
      exit: 2,
      says: /"zz" is not a key in hexadecimal/,
    },
    {
      what: 'no server program',
      args: () => ['local', 'start', '--dir', join(folder, 'a')],
      env: {PATH: '/nowhere', CLUSTERTOOL_SERVER: undefined},
      exit: 4,
      says: /no redis-server or valkey-server on PATH/,
    },
    {
      what: 'a server program that is none',
      args: () => ['local', 'start', '--server', '/nowhere/redis', '--dir', join(folder, 'b')],
      exit: 4,
      says: /\/nowhere\/redis is not a program/,
    },
    {
      what: 'ports that are taken',
      args: () => ['local', 'start', '--port', String(plain.node(0).port), '--dir', join(folder, 'c')],
      exit: 4,
      says: new RegExp('port', 'i'),
    },
    {
      what: 'no local cluster to stop',
      args: () => ['local', 'stop', '--dir', join(folder, 'd')],
      exit: 4,
      says: /holds no local cluster/,
    },
  ]

  for (const {what, args, exit, says, input, env} of cases) {
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
    for (const args of [['check', '7000'], ['check', '127.0.0.1:1'], ['check', seed(), '--deep'], ['info']]) {
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
    const result = await runCli(['check', guarded.addresses[0] ?? '', '-a', WRONG, '--json'])
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
    const nodes = [...three(), stopped.addresses[0] ?? '', lone.addresses[0] ?? '', '127.0.0.1:1']
    const result = await runCli(['create', '--yes', ...nodes])
    expectCleanEnd(result, 5, /3 problems forbid this create/)
    expect(result.stderr).to.match(
      /did not answer within 5000 ms[^]*not a cluster node[^]*connection refused/,
    )
    expect(result.milliseconds).to.be.below(9000)
    expect(await allStates()).to.deep.equal(before)
  })

  it('takes a replica as the seed of a check', async () => {
    const result = await runCli(['check', formed.addresses[5] ?? ''])
    expect(result.exitCode, result.stdout + result.stderr).to.equal(0)
  })

  it('reads certificates that are no certificates', async () => {
    const file = join(folder, 'bad.pem')
    await writeFile(file, 'not a certificate')
    const result = await runCli(['check', seed(), '--tls', '--cacert', file, '--connect-timeout', '500'])
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
