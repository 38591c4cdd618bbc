import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {contentOf, differences, fillMixed} from '../support/dataset.js'
import {TestServers} from '../support/servers.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'

const old = (...args: readonly string[]) => runCli(['--cluster', ...args], {limitMs: 60_000})

/**
 * Defects of redis-trib, redis-cli and valkey-cli with keys and dead nodes; the parentheses say what those tools do.
 */
describe('[E] defects of older tools with data that clustertool does not have', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let spare: TestServers
  let folder: string
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 4, replicas: 0, args: ['--cluster-node-timeout', '1000']})
    spare = await TestServers.start({count: 2})
    folder = await mkdtemp(join(tmpdir(), 'clustertool-defects-'))
    seed = cluster.shard(0).primary.address
  })
  after(async () => {
    await Promise.all([cluster[Symbol.asyncDispose](), spare[Symbol.asyncDispose]()])
    await rm(folder, {recursive: true, force: true})
  })

  it('keys with spaces, NUL and bytes that are no text move with their slots (redis-cli: CROSSSLOT)', async () => {
    await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    await fillMixed(servers.node(0), {keys: 400})
    const expected = await contentOf(servers.nodes)
    const imported = await old('import', seed, '--cluster-from', servers.node(0).address, '--cluster-copy')
    expect(imported.exitCode, imported.stdout + imported.stderr).to.equal(0)
    const [from, to] = cluster.primaries.map((node) => cluster.idOf(node))
    const move = ['--cluster-from', from ?? '', '--cluster-to', to ?? '', '--cluster-slots', '4000']
    const moved = await old('reshard', seed, ...move, '--cluster-yes')
    expect(moved.exitCode, moved.stderr).to.equal(0)
    expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
  })

  it('a reshard that fails exits non-zero (valkey-cli 9.1: 0)', async () => {
    const target = cluster.shard(2).primary
    await cluster.configure('maxmemory', '1mb', [target])
    const [from, to] = [1, 2].map((index) => cluster.idOf(cluster.shard(index).primary))
    const move = ['--cluster-from', from ?? '', '--cluster-to', to ?? '', '--cluster-slots', '4000']
    const {exitCode, stderr} = await old('reshard', seed, ...move, '--cluster-yes')
    await cluster.configure('maxmemory', '0', [target])
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(/Incomplete: 0 of \d+ steps done/)
  })

  it('a backup into a folder that cannot be made touches no node (redis-cli: ends after SYNC)', async () => {
    const syncs = async () =>
      /sync_full:(\d+)/.exec(String(await ask(cluster.shard(0).primary, 'INFO', 'stats')))?.[1]
    const before = await syncs()
    const {exitCode} = await old('backup', seed, '/dev/null/backup')
    expect(exitCode).to.equal(1)
    expect(await syncs()).to.equal(before)
  })

  describe('when a primary is dead', () => {
    let dead: string

    before(async () => {
      dead = cluster.idOf(cluster.shard(3).primary)
      await cluster.shard(3).primary.kill()
      await until('the others know that it is dead', async () =>
        String(await ask(cluster.shard(0).primary, 'CLUSTER', 'NODES')).includes('master,fail '),
      )
    })

    it('a backup exits non-zero and says which slots are missing (redis-cli: 0, and OK)', async () => {
      const {exitCode, stderr, stdout} = await old('backup', seed, join(folder, 'backup'))
      expect(exitCode).to.equal(1)
      expect(stderr).to.match(/The keys of slots [\d,-]+ cannot be saved/)
      expect(stdout).not.to.contain('[OK]')
      expect(await readdir(folder)).to.deep.equal([])
    })

    it('check and info exit as they should, and name it (redis-trib: 0)', async () => {
      const checked = await runCli(['--as', 'redis-trib', 'check', seed])
      expect(checked.exitCode).to.equal(1)
      expect(checked.stderr).to.contain(`Could not connect to Redis at ${cluster.shard(3).primary.address}: `)
    })

    it('set-timeout exits non-zero and names it (redis-cli: 0)', async () => {
      const {exitCode, stderr} = await old('set-timeout', seed, '1500')
      expect(exitCode).to.equal(1)
      expect(stderr).to.contain(cluster.shard(3).primary.address)
    })

    it('a fix that must leave slots uncovered exits non-zero (redis-cli: 0 if its last action succeeds)', async () => {
      const {exitCode, stderr} = await old('fix', seed, '--cluster-yes')
      expect(exitCode).to.equal(1)
      expect(stderr).to.contain(cluster.shard(3).primary.address)
    })

    it('del-node removes it once its slots are given to others (redis-cli: No such node ID)', async () => {
      const fixed = await old('fix', seed, '--cluster-fix-with-unreachable-masters', '--cluster-yes')
      expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
      const {exitCode, stdout, stderr} = await old('del-node', seed, dead)
      expect(exitCode, stdout + stderr).to.equal(0)
      expect(String(await ask(cluster.shard(0).primary, 'CLUSTER', 'NODES'))).not.to.contain(dead)
    })

    it('add-node that is run again after an interruption continues (redis-cli: already contains functions)', async () => {
      const [fresh] = spare.nodes
      if (!fresh) throw new Error('no spare server')
      const library = '#!lua name=lib\nredis.register_function("f", function() return 1 end)'
      const primaries = cluster.primaries.slice(0, 3)
      await Promise.all([...primaries, fresh].map((node) => ask(node, 'FUNCTION', 'LOAD', library)))
      const {exitCode, stdout, stderr} = await old('add-node', fresh.address, seed)
      expect(exitCode, stdout + stderr).to.equal(0)
      expect(stdout).to.contain('[OK] New node added correctly.')
    })
  })
})
