import {execFile} from 'node:child_process'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Redis} from 'ioredis'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {ask, askAll} from '../../support/ask.js'
import {type CliResult, ENTRY, runCli} from '../../support/cli.js'
import {copiesOf, plant} from '../../support/copies.js'
import {tagOf} from '../../support/fill.js'
import {JournalTrial} from '../../support/journal-trial.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const SLOT = 700
const LIMIT = {limitMs: 50_000}

describe('[E] keys that were saved before they were deleted', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let a: TestServer
  let b: TestServer
  let redis: Redis

  before(async () => {
    folder = await temporaryFolder()
    cluster = await TestCluster.start({count: 3, replicas: 0})
    ;[a, b] = cluster.primaries as [TestServer, TestServer]
    redis = await connect({host: a.host, port: a.port}, {...PLAIN, commandTimeoutMs: 20_000})
  })

  after(async () => {
    disconnect(redis)
    await cluster[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  for (const flag of [[], ['--skip-existing'], ['--replace']]) {
    it(`are restored from their latest copies ${flag.join()}`, async () => {
      const key = keyOf('several')
      const lines = [
        await line('n1', key, 'oldest'),
        await line('n1', key, 'older'),
        await line('n1', key, 'newest'),
      ]
      const restored = await restore(lines, ...flag)
      expect(restored.exitCode, textOf(restored)).to.equal(0)
      expect(await ask(a, 'GET', key)).to.equal('newest')
      await ask(a, 'DEL', key)
    })
  }

  it('are named if the copies of two nodes differ, and neither is restored without --replace', async () => {
    const [key, other] = [keyOf('contested'), keyOf('other')]
    const lines = [
      await line('10.0.0.1:7000', key, 'one'),
      await line('10.0.0.1:7000', other, 'same'),
      await line('10.0.0.2:7000', other, 'same'),
      await line('10.0.0.2:7000', key, 'two'),
    ]
    for (const flag of [[], ['--skip-existing']]) {
      const refused = await restore(lines, ...flag)
      expect(refused.exitCode, textOf(refused)).to.equal(6)
      expect(textOf(refused)).to.contain(
        `${key} of DB 0: 10.0.0.1:7000 and 10.0.0.2:7000 had different copies`,
      )
      expect(
        await askAll(a, [
          ['GET', key],
          ['GET', other],
        ]),
      ).to.deep.equal([null, 'same'])
    }
    await ask(a, 'SET', key, 'the present one')
    const skipped = await restore(lines, '--skip-existing')
    expect(skipped.exitCode, textOf(skipped)).to.equal(0)
    expect(await ask(a, 'GET', key)).to.equal('the present one')
    const replaced = await restore(lines, '--replace')
    expect(replaced.exitCode, textOf(replaced)).to.equal(0)
    expect(textOf(replaced)).to.contain('[WARNING] Nodes had different copies of some keys (1).')
    expect(await ask(a, 'GET', key)).to.equal('two')
  })

  it('are restored except for damaged lines, which are named', async () => {
    const keys = ['first', 'torn', 'last'].map(keyOf)
    const [first = '', torn = '', last = ''] = await Promise.all(
      keys.map((key) => line('n1', key, `value of ${key}`)),
    )
    const lines = [first, '', torn.slice(0, -20), last]
    const restored = await restore(lines)
    expect(restored.exitCode, textOf(restored)).to.equal(6)
    expect(textOf(restored)).to.match(/No key can be restored from the damaged lines of \S+: 3\./)
    expect(
      await askAll(
        a,
        keys.map((key) => ['GET', key]),
      ),
    ).to.deep.equal([`value of ${keys[0]}`, null, `value of ${keys[2]}`])
    const none = await restore([torn.slice(0, -20)])
    expect(none.exitCode, textOf(none)).to.equal(2)
    expect(none.stderr).to.contain('is not a file of saved keys: line 1 does not contain a key')
  })

  it('are not deleted if the disk is full before they are saved, and the file keeps whole lines only', async () => {
    await using trial = await JournalTrial.open()
    const [small, big] = [keyOf('small', SLOT + 1), keyOf('big')]
    const values = {
      small: ['small here', 'small there'],
      big: ['h'.repeat(90_000), 't'.repeat(90_000)],
    } as const
    await plant(cluster, {node: b, peer: a, slot: SLOT, marked: false}, [
      [big, incompressible(values.big[1])],
    ])
    await plant(cluster, {node: b, peer: a, slot: SLOT + 1, marked: false}, [[small, values.small[1]]])
    await askAll(a, [
      ['SET', small, values.small[0]],
      ['SET', big, values.big[0]],
    ])
    const args = ['fix', a.address, '--yes', '--search-multiple-owners', '--conflicts', 'keep-owner']
    const failed = await runLimited(trial.folder, args)
    expect(failed.exitCode, textOf(failed)).to.equal(6)
    expect(textOf(failed)).to.match(
      /copies of keys cannot be saved in \S+ \(EFBIG: .*\), so they were not deleted/,
    )
    expect(textOf(failed)).not.to.match(/\n\s+at /)
    const copies = await copiesOf(cluster.primaries, {slot: SLOT, key: big})
    expect([copies.get(a), copies.get(b)]).to.deep.equal([values.big[0], incompressible(values.big[1])])
    const [, file = ''] = /saved in (\S+ndjson) /.exec(textOf(failed)) ?? []
    const text = await readFile(file, 'utf8')
    for (const one of text.split('\n').filter((part) => part !== ''))
      expect(() => JSON.parse(one) as unknown).not.to.throw()
    const done = await trial.run(...args)
    expect(done.exitCode, textOf(done)).to.equal(0)
    const [, saved = ''] = /saved to (\S+saved-keys-\S+\.ndjson)/.exec(textOf(done)) ?? []
    const restored = await runCli(['restore', saved, a.address, '--replace'], LIMIT)
    expect(restored.exitCode, textOf(restored)).to.equal(0)
    expect(await ask(a, 'GET', big)).to.equal(incompressible(values.big[1]))
  })

  /** A line of a file of saved keys, for a key that a node held. */
  async function line(node: string, key: string, value: string): Promise<string> {
    const own = `${key}:source`
    await ask(a, 'SET', own, value)
    const payload = await redis.dumpBuffer(own)
    await ask(a, 'DEL', own)
    return JSON.stringify({
      node,
      db: 0,
      slot: SLOT,
      timeToLiveMs: -1,
      key: Buffer.from(key).toString('base64'),
      payload: payload.toString('base64'),
      savedAt: new Date().toISOString(),
    })
  }

  async function restore(lines: readonly string[], ...flags: string[]): Promise<CliResult> {
    const file = join(folder.path, 'saved-keys-1-1.ndjson')
    await writeFile(file, lines.join('\n'))
    return runCli(['restore', file, a.address, ...flags], LIMIT)
  }
})

/** The maximum size of a file in blocks of 1024 bytes: the journal fits, and the big key does not. */
const BLOCKS = 64

function runLimited(folder: string, args: readonly string[]): Promise<Omit<CliResult, 'stdoutBytes'>> {
  const limited = `trap '' XFSZ; ulimit -f ${BLOCKS}; exec "$@"`
  const env = {...process.env, XDG_STATE_HOME: folder}
  const command = ['-c', limited, 'bash', process.execPath, ENTRY, ...args]
  return new Promise((resolve) => {
    const child = execFile('bash', command, {env, timeout: 50_000}, (_error, stdout, stderr) =>
      resolve({exitCode: child.exitCode, signal: child.signalCode, stdout, stderr, milliseconds: 0}),
    )
  })
}

function keyOf(name: string, slot = SLOT): string {
  return `{${tagOf(slot)}}${name}`
}

/** DUMP would compress a repeated letter to a few bytes. */
function incompressible(text: string): string {
  let state = 1
  return text.replaceAll(/./g, () =>
    String.fromCodePoint(33 + ((state = (state * 48_271) % 2_147_483_647) % 90)),
  )
}

function textOf({exitCode, stdout, stderr}: Pick<CliResult, 'exitCode' | 'stdout' | 'stderr'>): string {
  return `exit ${exitCode}\n${stdout}\n${stderr}`
}
