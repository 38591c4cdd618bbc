import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {copyFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {freeBasePort} from '../support/servers.js'
import {runCli} from '../support/cli.js'
import {startFakeNode} from '../support/fake-node.js'
import {HOSTILE_NODE} from '../support/metrics.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import {promtool, requireProgram, scratchFolder} from './programs.js'

const RULES = join(import.meta.dirname, '../../docs/metrics/alerts.yml')
const DASHBOARD = join(import.meta.dirname, '../../docs/metrics/dashboard.json')

/** A real Prometheus that scrapes these targets every second. Disposing ends it. */
class Prometheus implements AsyncDisposable {
  private readonly url: string
  private readonly child: ChildProcess
  private readonly folder: AsyncDisposable

  private constructor(url: string, child: ChildProcess, folder: AsyncDisposable) {
    this.url = url
    this.child = child
    this.folder = folder
  }

  static async start(targets: readonly string[]): Promise<Prometheus> {
    const folder = await scratchFolder()
    await copyFile(RULES, join(folder.path, 'alerts.yml'))
    const config = {
      global: {scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s'},
      rule_files: ['alerts.yml'],
      scrape_configs: [{job_name: 'clustertool', static_configs: [{targets}]}],
    }
    const file = join(folder.path, 'prometheus.yml')
    await writeFile(file, JSON.stringify(config))
    const listen = `127.0.0.1:${await freeBasePort(1)}`
    const args = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder.path, 'data')}`]
    const child = spawn('prometheus', [...args, `--web.listen-address=${listen}`], {stdio: 'ignore'})
    const prometheus = new Prometheus(`http://${listen}`, child, folder)
    await until('Prometheus is ready', async () => (await fetch(`http://${listen}/-/ready`)).ok, 20_000)
    return prometheus
  }

  /** What is in `data` of an answer of the API. */
  async get<T>(path: string): Promise<T> {
    const {data} = (await (await fetch(`${this.url}/api/v1/${path}`)).json()) as {data: T}
    return data
  }

  /** The first value of an expression; undefined if there is none. */
  async query(expression: string): Promise<number | undefined> {
    type Answer = {readonly result: readonly {readonly value: readonly [number, string]}[]}
    const {result} = await this.get<Answer>(`query?query=${encodeURIComponent(expression)}`)
    return result[0] === undefined ? undefined : Number(result[0].value[1])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await gone
    await this.folder[Symbol.asyncDispose]()
  }
}

/** What the panels of the dashboard ask, with values in the place of Grafana's variables. */
function expressionsOfDashboard(): string[] {
  type Panel = {readonly targets?: readonly {readonly expr: string}[]}
  const {panels} = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as {panels: readonly Panel[]}
  return panels
    .flatMap(({targets = []}) => targets.map(({expr}) => expr))
    .map((expr) => expr.replaceAll('$job', '.*').replaceAll('$__rate_interval', '30s'))
    .filter((expr) => !MAY_BE_EMPTY.some((metric) => expr.includes(metric)))
}

/** A cluster without replicas, limits and reads has none. */
const MAY_BE_EMPTY = ['clustertool_replica_', 'memory_max', 'keyspace']

describe('metrics', function () {
  this.timeout(120_000)

  before(() => {
    requireProgram('promtool')
    requireProgram('prometheus')
  })

  it('are good to promtool, of a real cluster and of a hostile node', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    await using node = await startFakeNode(HOSTILE_NODE)
    for (const seed of [cluster.shard(0).primary.address, node.address, '127.0.0.1:1']) {
      const {stdout} = await runCli(['metrics', seed, '--label', 'cluster=test'])
      expect(await promtool(['check', 'metrics'], stdout)).to.equal('')
    }
  })

  it('are scraped by a real Prometheus, whatever happens to the cluster', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    await using node = await startFakeNode(HOSTILE_NODE)
    const seeds = [cluster.shard(0).primary.address, node.address]
    const flags = ['--listen', '0']
    await using real = await startCli(['metrics', seeds[0] ?? '', ...flags], {limitMs: 100_000})
    await using hostile = await startCli(['metrics', seeds[1] ?? '', ...flags], {limitMs: 100_000})
    const targets = await Promise.all(
      [real, hostile].map(({stderr}) =>
        until('it serves metrics', () => /http:\/\/([^/]+)\/metrics/.exec(stderr())?.[1], 15_000),
      ),
    )
    await using prometheus = await Prometheus.start(targets)
    await until(
      'both are scraped',
      async () => (await prometheus.query('count(clustertool_up == 1)')) === 2,
      20_000,
    )
    expect(await prometheus.query('clustertool_slots_assigned{instance="' + targets[0] + '"}')).to.equal(
      16_384,
    )
    expect(await prometheus.query('count(clustertool_node_info{version=~"7.0.15</script>.*"})')).to.equal(1)
    type Targets = {readonly activeTargets: readonly {readonly health: string; readonly lastError: string}[]}
    const {activeTargets} = await prometheus.get<Targets>('targets')
    expect(activeTargets.map(({health, lastError}) => health + lastError)).to.deep.equal(['up', 'up'])
    type Rules = {readonly groups: readonly {readonly rules: readonly {readonly health: string}[]}[]}
    const {groups} = await prometheus.get<Rules>('rules')
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.length).to.be.greaterThan(10)
    expect(rules.filter(({health}) => health !== 'ok')).to.deep.equal([])

    for (const expression of expressionsOfDashboard()) {
      // Rates need two scrapes.
      await until(
        `there is a value for ${expression}`,
        async () => (await prometheus.query(expression)) !== undefined,
        20_000,
      )
    }

    for (const server of cluster.nodes) server.pause()
    await until(
      'the cluster is down',
      async () => (await prometheus.query('count(clustertool_up == 0)')) === 1,
      20_000,
    )
    expect(await prometheus.query('count(up == 1)')).to.equal(2)
    await until(
      'the alert is pending',
      async () =>
        (await prometheus.query('count(ALERTS{alertname="ClustertoolClusterDoesNotAnswer"})')) === 1,
      20_000,
    )
    for (const server of cluster.nodes) server.resume()
    await until(
      'it is up again',
      async () => (await prometheus.query('count(clustertool_up == 1)')) === 2,
      20_000,
    )
  })
})
