import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {PLAIN, TestCluster} from '../support/test-cluster.js'
import {ask, askAll} from '../support/ask.js'
import {ENTRY, runCli} from '../support/cli.js'
import {contentOf, differences, fillMixed} from '../support/dataset.js'
import {TestServers} from '../support/servers.js'
import type {TestServer} from '../support/test-server.js'

const KEYS = 3000
const MANY = 45_000
/** Characters that break tools which build commands from text. */
const PASSWORD = 'a b%s'
const LOGIN = {...PLAIN, password: PASSWORD, commandTimeoutMs: 5000}

type ImportDocument = {
  readonly command: string
  readonly outcome: {
    readonly status: string
    readonly resumed: boolean
    readonly databases: readonly Record<string, number>[]
  }
  readonly error: {readonly code: string; readonly message: string}
}

describe('[E] import', function () {
  this.timeout(240_000)
  const folder = mkdtempSync(join(tmpdir(), 'clustertool-test-'))
  let servers: TestServers
  let cluster: TestCluster
  let source: TestServer
  let seed: string

  before(async () => {
    ;[servers, cluster] = await Promise.all([
      TestServers.start({count: 1, args: ['--cluster-enabled', 'no']}),
      TestCluster.start({count: 3, replicas: 0}),
    ])
    source = servers.node(0)
    seed = cluster.shard(0).primary.address
    await fillMixed(source, {keys: KEYS, databases: [0, 5]})
    await ask(source, 'CONFIG', 'SET', 'requirepass', PASSWORD)
  })

  beforeEach(() => Promise.all(cluster.primaries.map((node) => ask(node, 'FLUSHALL'))))

  after(async () => {
    rmSync(folder, {recursive: true, force: true})
    await servers[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  const line = (...words: string[]) => [
    'import',
    seed,
    '--from',
    source.address,
    '--from-pass',
    PASSWORD,
    '--copy',
    ...words,
  ]
  const json = (stdout: string) => JSON.parse(stdout) as ImportDocument

  async function wrongInCluster(): Promise<string[]> {
    const both = await Promise.all([0, 5].map((db) => contentOf([source], {db, connection: LOGIN})))
    return differences(new Map(both.flatMap((one) => [...one])), await contentOf(cluster.primaries))
  }

  it('neither cuts keys at NUL nor breaks on % in passwords; prints the lines that scripts know, and a verdict', async () => {
    const {exitCode, stdout, stderr} = await runCli(line())
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    const lines = stdout.trimEnd().split('\n')
    expect(lines.slice(0, 3)).to.deep.equal([
      `>>> Importing data from ${source.address} to cluster ${seed}`,
      `*** Importing ${KEYS} keys from DB 0`,
      `*** Importing ${KEYS} keys from DB 5 into DB 0`,
    ])
    expect(lines.at(-1)).to.equal('[OK] All keys are in the cluster.')
    expect(stdout).to.match(/Imported 6000 keys \(.*\) in [\d.]+ s: \d+ keys\/s\./)
    expect(stdout).to.not.include(PASSWORD)
    expect(await wrongInCluster()).to.deep.equal([])
  })

  it('prints one document with --json, and does nothing with --dry-run', async () => {
    const {exitCode, stdout, stderr} = await runCli(line('--json', '--dry-run'))
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    const {command, outcome} = json(stdout)
    expect([command, outcome.status]).to.deep.equal(['import', 'planned'])
    expect(await ask(cluster.shard(0).primary, 'DBSIZE')).to.equal(0)
  })

  it('ends with 6 when keys are in conflict, and names them', async () => {
    const [owner] = cluster.primaries
    expect((await runCli(line())).exitCode).to.equal(0)
    const [key] = (await ask(owner ?? source, 'KEYS', 'a b:0:*')) as string[]
    await askAll(owner ?? source, [
      ['DEL', key ?? ''],
      ['SET', key ?? '', 'mine'],
    ])
    const {exitCode, stdout} = await runCli(line())
    expect(exitCode).to.equal(6)
    expect(stdout).to.include(`  ${key} of DB 0: the cluster has another value`)
    expect(stdout).to.include('[ERR] The import is not complete. 1 key could not be imported.')
  })

  describe('that was interrupted', () => {
    let many: TestServers
    let expected: Awaited<ReturnType<typeof contentOf>>
    const slowly = (...words: string[]) => [
      'import',
      seed,
      '--from',
      many.node(0).address,
      '--copy',
      '--json',
      ...words,
    ]
    const found = async () => differences(expected, await contentOf(cluster.primaries))

    before(async () => {
      many = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
      await askAll(
        many.node(0),
        Array.from({length: MANY}, (_, number) => [
          'SET',
          `a b:${number}`,
          'x'.repeat(50),
          ...(number % 3 === 0 ? ['PX', 7_200_000 + number] : []),
        ]),
      )
      expected = await contentOf([many.node(0)])
    })

    after(() => many[Symbol.asyncDispose]())

    it('continues after SIGKILL where it was, and ends complete', async () => {
      await runUntil(slowly('--pipeline', '2'), MANY * 0.6, 'SIGKILL')
      const {exitCode, stdout} = await runCli(slowly())
      expect(exitCode, stdout).to.equal(0)
      expect([json(stdout).outcome.status, json(stdout).outcome.resumed]).to.deep.equal(['done', true])
      expect(await found()).to.deep.equal([])
    })

    it('starts from the beginning when the cluster was emptied after SIGKILL', async () => {
      await runUntil(slowly('--pipeline', '2'), MANY / 2, 'SIGKILL')
      await Promise.all(cluster.primaries.map((node) => ask(node, 'FLUSHALL')))
      const {exitCode, stdout} = await runCli(slowly())
      expect(exitCode, stdout).to.equal(0)
      expect(json(stdout).outcome.resumed).to.equal(false)
      expect(await found()).to.deep.equal([])
    })

    it('stops at SIGINT with 6, and the same command finishes it', async () => {
      const stopped = await runUntil(slowly('--pipeline', '2'), 2000, 'SIGINT')
      expect(stopped.exitCode, stopped.stdout).to.equal(6)
      expect(json(stopped.stdout).outcome.status).to.equal('incomplete')
      const {exitCode, stdout} = await runCli(slowly())
      expect(exitCode, stdout).to.equal(0)
      expect(await found()).to.deep.equal([])
    })

    it('accepts an RDB file as well', async () => {
      const server = many.node(0)
      const [, dir] = (await ask(server, 'CONFIG', 'GET', 'dir')) as string[]
      const [, name] = (await ask(server, 'CONFIG', 'GET', 'dbfilename')) as string[]
      await ask(server, 'SAVE')
      const {exitCode, stdout} = await runCli(['import', seed, '--from', join(dir ?? '', name ?? '')])
      expect(exitCode, stdout).to.equal(0)
      expect(await found()).to.deep.equal([])
    })
  })

  it('restores and verifies a backup', async () => {
    expect((await runCli(line())).exitCode).to.equal(0)
    const dir = join(folder, 'monday')
    const [, second] = cluster.primaries
    for (const [words, code, says] of [
      [['backup', seed, dir], 0, /\[OK\] Backup created/],
      [['verify', dir, seed], 0, /\[OK\] Every key of \S+monday is in the cluster, unchanged\./],
      [['restore', dir, seed, '--dry-run'], 0, /dry run/],
    ] as const) {
      const {exitCode, stdout, stderr} = await runCli([...words])
      expect(stdout + stderr).to.match(says)
      expect({exitCode, stderr}).to.deep.equal({exitCode: code, stderr: ''})
    }
    if (second) await ask(second, 'FLUSHALL')
    const missing = await runCli(['verify', dir, ...seed.split(':'), '--json'])
    expect(missing.exitCode, missing.stderr).to.equal(3)
    expect(json(missing.stdout).outcome.status).to.equal('different')
    const restored = await runCli(['restore', dir, seed, '--json'])
    expect([restored.exitCode, restored.stderr]).to.deep.equal([0, ''])
    expect(json(restored.stdout).command).to.equal('restore')
    expect((await runCli(['verify', dir, seed])).exitCode).to.equal(0)
    expect(await wrongInCluster()).to.deep.equal([])
  })

  const BAD: readonly (readonly [what: string, words: () => string[], exitCode: number, says: RegExp])[] = [
    ['no source', () => ['import', seed], 2, /Missing required flag\s*(from|.*--from)/],
    ['an empty source', () => ['import', seed, '--from', ''], 2, /host|address/i],
    ['a source without port', () => ['import', seed, '--from', 'host'], 2, /host/],
    ['a file that does not exist', () => ['import', seed, '--from', './no.rdb'], 4, /no\.rdb/],
    ['a file that is no RDB', () => ['import', seed, '--from', ENTRY], 4, /run\.js/],
    [
      'a Sentinel URL without group',
      () => ['import', seed, '--from', 'sentinel://host:26379'],
      2,
      /no Sentinel, or no group/,
    ],
    [
      'a Sentinel URL of nonsense',
      () => ['import', seed, '--from', 'sentinel://h:1/%E0%A4%A'],
      5,
      /No Sentinel names the primary of %E0%A4%A/,
    ],
    [
      'two answers about existing keys',
      () => line('--replace', '--skip-existing'),
      2,
      /cannot both be given/,
    ],
    ['a number that is none', () => line('--pipeline', 'many'), 2, /integer/],
    ['a way that is none', () => line('--way', 'air'), 2, /--way/],
    [
      'a cluster that is none',
      () => ['import', source.address, '-a', PASSWORD, '--from', seed],
      4,
      /not a cluster node/,
    ],
    [
      'a wrong password',
      () => ['import', seed, '--from', source.address, '--from-pass', 'wrong'],
      5,
      /wrong user name or password/,
    ],
    ['nobody there', () => ['import', seed, '--from', '127.0.0.1:1'], 5, /nothing listens there/],
    [
      'a password to be asked for and stdin closed',
      () => ['import', seed, '--from', source.address, '--from-askpass'],
      4,
      /password|terminal|stdin/i,
    ],
    [
      'a certificate that does not exist',
      () => line('--from-tls', '--from-cacert', '/no/such.pem'),
      2,
      /such\.pem/,
    ],
  ]
  for (const command of ['restore', 'verify']) {
    it(`says what ${command} lacks`, async () => {
      for (const [words, code, says] of [
        [[], 2, /takes the folder of a backup and a node/],
        [['monday'], 2, /No node was given/],
        [[join(folder, 'none'), seed], 2, /none/],
        [[folder, seed], 2, /backup/],
        [[folder, '127.0.0.1:1'], 5, /nothing listens there/],
      ] as const) {
        const {exitCode, stdout, stderr} = await runCli([command, ...words])
        expect(stderr).to.match(says)
        expect(stderr).to.not.match(/\n\s+at /)
        expect([exitCode, stdout]).to.deep.equal([code, ''])
      }
    })
  }

  for (const [what, words, code, says] of BAD) {
    it(`ends with ${code} and one sentence for ${what}`, async () => {
      const {exitCode, stdout, stderr} = await runCli(words())
      expect(stderr + stdout).to.match(says)
      expect(exitCode, stderr).to.equal(code)
      expect(stderr).to.not.match(/\n\s+at /)
      expect(stdout).to.equal('')
    })
  }
})

/** Runs the program and sends a signal as soon as this many keys have arrived. */
async function runUntil(args: readonly string[], keys: number, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [ENTRY, ...args, '--progress', 'ndjson'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  let sent = false
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    const told = [...stderr.matchAll(/"keys":(\d+),"keysTotal"/g)].at(-1)?.[1]
    if (sent || Number(told ?? 0) < keys) return
    sent = true
    child.kill(signal)
  })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  expect(sent, `it ended before ${keys} keys had arrived: ${stdout}${stderr}`).to.equal(true)
  return {exitCode, stdout, stderr}
}
