import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, readFile, rm, stat} from 'node:fs/promises'
import {type AddressInfo, createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {CannedCluster} from '../support/canned-cluster.js'
import {ENTRY, runCli} from '../support/cli.js'
import {startFakeNode} from '../support/fake-node.js'
import {HOSTILE_NODE, metricIn} from '../support/metrics.js'
import {startCli, type StartedCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {endedSoon, UnreadPipe} from '../support/unread-pipe.js'
import {until} from '../support/until.js'

/** Starts to serve metrics, and returns where they are. */
async function startServing(
  seed: string,
  ...flags: readonly string[]
): Promise<{readonly started: StartedCli; readonly url: string}> {
  const started = await startCli(['metrics', seed, '--listen', '0', ...flags], {limitMs: 60_000})
  const url = await until(
    'it serves metrics',
    () => /http:\/\/\S+\/metrics/.exec(started.stderr())?.[0],
    15_000,
  )
  return {started, url}
}

async function scrape(
  url: string,
  accept = '*/*',
): Promise<{readonly status: number; readonly text: string}> {
  const response = await fetch(url, {headers: {accept}})
  return {status: response.status, text: await response.text()}
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('[E] metrics', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let seed: string
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-metrics-'))
    cluster = await TestCluster.start({count: 4, replicas: 1})
    seed = cluster.shard(0).primary.address
  })

  after(async () => {
    await cluster[Symbol.asyncDispose]()
    await rm(folder, {recursive: true})
  })

  it('prints them once', async () => {
    const {exitCode, stdout, stderr} = await runCli(['metrics', seed, '--label', 'cluster=test'])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(metricIn(stdout, 'clustertool_up')).to.equal(1)
    expect(metricIn(stdout, 'clustertool_slots_assigned')).to.equal(16_384)
    expect(metricIn(stdout, 'clustertool_nodes', 'role="primary",state="ok"')).to.equal(2)
    expect(metricIn(stdout, 'clustertool_replica_link_up', cluster.replica(0).address)).to.equal(1)
    expect(metricIn(stdout, 'clustertool_node_commands_total', seed)).to.be.greaterThan(0)
    const series = stdout.split('\n').filter((line) => /^[a-z]/.test(line))
    expect(series.length).to.be.greaterThan(100)
    for (const line of series)
      expect(line).to.match(/^clustertool_\w+\{.*cluster="test"\} -?\d+(\.\d+)?(e[+-]\d+)?$/)
    expect(stdout.endsWith('\n') && !stdout.endsWith('\n\n')).to.equal(true)
  })

  it('writes them to a file, also if the cluster cannot be read', async () => {
    const path = join(folder, 'a.prom')
    const written = await runCli(['metrics', seed, '--textfile', path])
    expect(written).to.include({exitCode: 0, stdout: '', stderr: ''})
    expect(metricIn(await readFile(path, 'utf8'), 'clustertool_up')).to.equal(1)
    expect((await stat(path)).mode & 0o777).to.equal(0o644)
    const failed = await runCli(['metrics', '127.0.0.1:1', '--textfile', path])
    expect(failed).to.include({exitCode: 5, stdout: ''})
    expect(failed.stderr).to.match(/^Error: Node 127\.0\.0\.1:1 cannot be used: connection refused/)
    const text = await readFile(path, 'utf8')
    expect(metricIn(text, 'clustertool_up')).to.equal(0)
    expect(text).not.to.contain('clustertool_slots')
    const unwritable = await runCli(['metrics', seed, '--textfile', join(folder, 'none', 'a.prom')])
    expect(unwritable.exitCode).to.equal(4)
    expect(unwritable.stderr).to.contain('a.prom cannot be written: ')
  })

  it('serves them while nodes stop and come back, until it is stopped', async () => {
    const {started, url} = await startServing(seed, '--timeout', '2s')
    await using _ = started
    const up = async (): Promise<number | undefined> => metricIn((await scrape(url)).text, 'clustertool_up')
    expect(await up()).to.equal(1)
    const {text} = await scrape(url, 'application/openmetrics-text;version=1.0.0')
    expect(text).to.match(/# TYPE clustertool_node_commands counter\n[^]*# EOF\n$/)

    // The node that was named is only one of them.
    cluster.shard(0).primary.pause()
    const without = (await scrape(url)).text
    expect(metricIn(without, 'clustertool_up')).to.equal(1)
    expect(metricIn(without, 'clustertool_node_up', `node="${seed}"`)).to.equal(0)

    for (const node of cluster.nodes) node.pause()
    const began = performance.now()
    const stopped = await scrape(url)
    expect(performance.now() - began).to.be.lessThan(2600)
    expect(stopped.status).to.equal(200)
    expect(metricIn(stopped.text, 'clustertool_up')).to.equal(0)
    expect(stopped.text).not.to.contain('clustertool_slots')
    const impatient = performance.now()
    const early = await fetch(url, {headers: {'x-prometheus-scrape-timeout-seconds': '1'}})
    expect(metricIn(await early.text(), 'clustertool_up')).to.equal(0)
    expect(performance.now() - impatient).to.be.within(450, 1200)
    for (const node of cluster.nodes) node.resume()
    await until('the cluster answers again', async () => (await up()) === 1, 15_000)
    expect(started.stderr()).to.match(
      /Z The cluster cannot be read: .*\n.*Z The cluster can be read again\.\n$/,
    )

    started.kill('SIGTERM')
    const {exitCode, signal, stdout} = await started.result
    expect({exitCode, signal, stdout}).to.deep.equal({exitCode: 0, signal: null, stdout: ''})
  })

  it('starts without the cluster, and makes one reading for two scrapes', async () => {
    await using canned = await CannedCluster.start(20)
    const [node] = canned.nodes
    const {started, url} = await startServing(`127.0.0.1:1,${node?.address}`)
    await using _ = started
    const answers = await Promise.all([scrape(url), scrape(url), scrape(url)])
    for (const {text} of answers) expect(metricIn(text, 'clustertool_up')).to.equal(1)
    // One more asks which of the named nodes answers.
    expect(canned.count('CLUSTER', 'NODES')).to.equal(21)
    await scrape(url)
    expect(canned.count('CLUSTER', 'NODES')).to.equal(41)
    const taken = await runCli(['metrics', seed, '--listen', new URL(url).host])
    expect(taken.exitCode).to.equal(4)
    expect(taken.stderr).to.contain('another program listens there')
    started.kill('SIGINT')
    expect((await started.result).exitCode).to.equal(0)
  })

  it('ends soon after a signal, although what it says cannot be written', async () => {
    using pipe = new UnreadPipe()
    const port = await freePort()
    const words = [ENTRY, 'metrics', '127.0.0.1:1', '--listen', String(port)]
    const child = spawn(process.execPath, words, {stdio: ['ignore', 'ignore', pipe.fd]})
    try {
      const scraped = () => scrape(`http://127.0.0.1:${port}/metrics`)
      await until('it answers', async () => (await scraped()).status === 200, 15_000)
      expect(await endedSoon(child)).to.equal(0)
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('shows what a node says as text', async () => {
    await using node = await startFakeNode(HOSTILE_NODE)
    const {exitCode, stdout} = await runCli(['metrics', node.address])
    expect(exitCode).to.equal(0)
    expect(stdout).not.to.match(/[^\P{Cc}\n]/u)
    const [info] = stdout.split('\n').filter((line) => line.startsWith('clustertool_node_info{'))
    expect(info).to.contain('version="7.0.15</script><b>\\"\\\\\\\\x1b]0;owned\\\\x07"')
    expect(stdout.match(/^clustertool_up/gm)).to.have.length(1)
  })

  it('refuses what it cannot do, before it connects', async () => {
    for (const [flags, words] of [
      [['--listen', 'x'], '--listen cannot be "x".'],
      [['--listen', '0', '--textfile', join(folder, 'x')], '--textfile'],
      [['--label', 'node=x'], 'metrics have a label node already'],
      [['--timeout', '0'], '--timeout cannot be "0"'],
    ] as const) {
      const {exitCode, stderr, stdout} = await runCli(['metrics', '127.0.0.1:1', ...flags])
      expect({exitCode, stdout}, flags.join(' ')).to.deep.equal({exitCode: 2, stdout: ''})
      expect(stderr).to.contain(words)
    }
  })
})
