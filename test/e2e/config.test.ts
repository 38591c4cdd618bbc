import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'

const NO_FILE = 'The server is running without a config file'

/** A node's value of a setting; for a pattern, all names and values in one text. */
async function valueOn(node: TestServer, name: string): Promise<string> {
  const words = (await ask(node, 'CONFIG', 'GET', name)) as string[]
  return name.includes('*') ? words.join(' ') : (words[1] ?? 'none')
}

describe('[E] settings of all nodes', () => {
  let cluster: TestCluster
  let seed: string

  // Half of the nodes have a configuration file.
  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1, configFile: (index) => index < 3})
    seed = cluster.shard(0).primary.address
  })

  after(() => cluster[Symbol.asyncDispose]())

  const config = (...args: string[]) => runCli(['config', ...args])
  const valuesOf = (name: string) => Promise.all(cluster.nodes.map((node) => valueOn(node, name)))

  it('get says whether all nodes have the same value, and which differ', async () => {
    const same = await config('get', seed, 'maxmemory')
    expect({exitCode: same.exitCode, stderr: same.stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(same.stdout.trimEnd().split('\n').at(-1)).to.equal('All 6 nodes have maxmemory 0.')
    const odd = cluster.replica(0)
    await cluster.configure('maxmemory', '1000000', [odd])
    const differing = await config('get', seed, 'maxmemory')
    expect(differing.exitCode).to.equal(0)
    expect(differing.stdout).to.match(new RegExp(`^${odd.address} +replica +1000000$`, 'm'))
    expect(differing.stdout).to.contain(
      `1 of 6 nodes differs: ${odd.address} has maxmemory 1000000; the other 5 have maxmemory 0.`,
    )
    expect((await config('get', seed, 'maxmemory', '--strict')).exitCode).to.equal(3)
    expect((await config('get', seed, 'maxmemory-policy', '--strict')).exitCode).to.equal(0)
  })

  it('get accepts patterns and several names, and prints JSON', async () => {
    const {host, port} = cluster.shard(0).primary
    const {stdout} = await config('get', host, String(port), 'cluster-node-*', 'SAVE', 'nosuch')
    expect(stdout).to.match(/^cluster-node-timeout +\d+ +all 6$/m)
    expect(stdout).to.contain('No node has a setting named nosuch.')
    const json = JSON.parse((await config('get', '--json', seed, 'AppendOnly')).stdout) as {
      command: string
      outcome: {differ: boolean; settings: {name: string; values: {value: string; nodes: unknown[]}[]}[]}
    }
    expect(json.command).to.equal('config get')
    expect(json.outcome.differ).to.equal(false)
    expect(json.outcome.settings[0]?.values[0]?.nodes).to.have.length(6)
  })

  it('set shows old and new values and sets all', async () => {
    await cluster.configure('maxmemory', '0')
    const {exitCode, stdout, stderr} = await config('set', seed, 'MaxMemory', '1mb', '--no-rewrite')
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).to.contain(`${seed}: MaxMemory 0 -> 1048576\n`)
    expect(stdout).to.contain('MaxMemory was set on 6 of 6 nodes and not saved')
    expect(new Set(await valuesOf('maxmemory'))).to.deep.equal(new Set(['1048576']))
  })

  it('set names the nodes that could not save the value, and then exits non-zero', async () => {
    const {exitCode, stdout, stderr} = await config('set', seed, 'slowlog-log-slower-than', '-1')
    expect(exitCode).to.equal(6)
    expect(
      stdout.match(new RegExp(`-> -1, but not saved in its configuration file: ERR ${NO_FILE}`, 'g')),
    ).to.have.length(3)
    expect(stdout).to.contain('was set on 6 of 6 nodes and saved in the configuration file of 3.')
    expect(stderr).to.match(/^Error: 3 of 6 nodes failed\. .*: set, but not saved/)
    const saved = cluster.nodes.map(({folder}) =>
      readFile(join(folder, 'server.conf'), 'utf8').catch(() => ''),
    )
    const files = (await Promise.all(saved)).filter((text) => text.includes('slowlog-log-slower-than -1'))
    expect(files).to.have.length(3)
  })

  it('set touches no node if a setting does not exist or an argument is wrong', async () => {
    const before = await valuesOf('*')
    for (const [args, exit, says] of [
      [['set', seed, 'nosuch', '1'], 4, /Nothing was set: nosuch .*no such setting/],
      [['set', seed, 'maxmemory'], 2, /one setting and one value/],
      [['set', seed, 'max*', '1'], 2, /not the name of one setting/],
      [['set', seed, 'port', '7000'], 2, /must differ between nodes/],
      [['set', seed, 'maxmemory', 'lots', '--no-rewrite'], 4, /6 of 6 nodes failed/],
      [['get', seed], 2, /names of settings/],
      [['get', seed, 'nosuch'], 4, /No node has a setting named nosuch/],
      [['get', '127.0.0.1:1', 'save'], 5, /connection refused/],
    ] as const) {
      const {exitCode, stderr} = await config(...args)
      expect(exitCode, stderr).to.equal(exit)
      expect(stderr).to.match(says)
    }
    expect(await valuesOf('*')).to.deep.equal(before)
  })

  it('never shows passwords', async () => {
    const set = await config('set', seed, 'masterauth', 'correct-horse', '--no-rewrite')
    expect(set.stdout).to.contain(`${seed}: masterauth "" -> ***\n`)
    const get = await config('get', seed, 'masterauth', 'requirepass')
    const json = await config('get', seed, '*', '--json')
    expect(set.stdout + get.stdout + json.stdout).not.to.contain('correct-horse')
    expect(await valueOn(cluster.replica(2), 'masterauth')).to.equal('correct-horse')
  })

  it('set-timeout sets all and counts those that could not save it (redis-cli exits 0)', async () => {
    const {exitCode, stdout, stderr} = await runCli([
      'set-timeout',
      '--command-timeout',
      '4000',
      seed,
      '4000',
    ])
    expect(exitCode).to.equal(6)
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).to.equal('>>> Reconfiguring node timeout in every cluster node...')
    expect(lines.filter((line) => line.startsWith('*** New timeout set for '))).to.have.length(3)
    expect(lines.filter((line) => line.startsWith('ERR setting node-timeout for '))).to.have.length(3)
    expect(lines.at(-1)).to.equal('>>> New node timeout set. 3 OK, 3 ERR.')
    expect(stderr).to.contain(NO_FILE)
    expect(new Set(await valuesOf('cluster-node-timeout'))).to.deep.equal(new Set(['4000']))
  })

  for (const [text, says] of [
    ['99', /less than 100 milliseconds/],
    ['5s', /"5s" is not a number of milliseconds/],
    ['-1', /"-1" is not a number of milliseconds/],
  ] as const) {
    it(`set-timeout ${text} is refused, and nothing is touched`, async () => {
      const before = await valuesOf('cluster-node-timeout')
      const {exitCode, stdout, stderr} = await runCli(['set-timeout', seed, text])
      expect({exitCode, stdout}).to.deep.equal({exitCode: 2, stdout: ''})
      expect(stderr).to.match(says)
      expect(await valuesOf('cluster-node-timeout')).to.deep.equal(before)
    })
  }

  it('set-timeout and config exit non-zero when a node is unreachable (redis-cli exits 0)', async () => {
    const dead = cluster.replica(2)
    await dead.kill()
    const timeout = await runCli(['set-timeout', seed, '3000', '--json'])
    expect({exitCode: timeout.exitCode, stderr: timeout.stderr}).to.deep.equal({exitCode: 6, stderr: ''})
    const {outcome} = JSON.parse(timeout.stdout) as {outcome: {nodes: {address: string; status: string}[]}}
    expect(outcome.nodes.find(({address}) => address === dead.address)?.status).to.equal('unreachable')
    expect(outcome.nodes.filter(({status}) => status !== 'unreachable')).to.have.length(5)
    expect(await valueOn(cluster.replica(1), 'cluster-node-timeout')).to.equal('3000')
    for (const args of [
      ['get', seed, 'save'],
      ['set', seed, 'maxmemory', '0', '--no-rewrite'],
    ]) {
      const {exitCode, stderr} = await config(...args)
      expect(exitCode).to.equal(6)
      expect(stderr).to.equal(
        `Error: 1 of 6 nodes failed. ${dead.address}: connection refused: nothing listens there\n`,
      )
    }
  })
})

describe('[E] set-timeout on servers with configuration files', () => {
  it('sets and saves it everywhere, and exits with 0', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0, configFile: () => true})
    const {exitCode, stdout, stderr} = await runCli(['set-timeout', cluster.nodes[0]?.address ?? '', '20000'])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).to.contain('>>> New node timeout set. 3 OK, 0 ERR.')
    for (const {folder} of cluster.nodes) {
      expect(await readFile(join(folder, 'server.conf'), 'utf8')).to.contain('cluster-node-timeout 20000')
    }
  })
})
