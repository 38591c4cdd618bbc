import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {contentOf, differences, fillMixed} from '../support/dataset.js'
import {fillCluster} from '../support/fill-cluster.js'
import {TestServers} from '../support/servers.js'
import {TestCluster} from '../support/test-cluster.js'

const PASSWORD = 'a b%s'
const NOBODY = '127.0.0.1:1'
const SILENT = 'connection refused: nothing listens there'
const NO_CLUSTER = 'it is not a cluster node (cluster-enabled is no)'

describe('[E] import with several addresses of the source', function () {
  this.timeout(240_000)
  let target: TestCluster
  let source: TestCluster
  let servers: TestServers
  /** An address at which nobody listens any more. */
  let dead: string

  before(async () => {
    ;[target, source, servers] = await Promise.all([
      TestCluster.start({count: 3, replicas: 0}),
      TestCluster.start({count: 3, replicas: 0}),
      TestServers.start({count: 3, args: ['--cluster-enabled', 'no']}),
    ])
    dead = servers.node(2).address
    await servers.node(2).kill()
    await fillCluster(source, 200)
    await fillMixed(servers.node(0), {keys: 200})
    await Promise.all([0, 1].map((at) => ask(servers.node(at), 'CONFIG', 'SET', 'requirepass', PASSWORD)))
  })

  beforeEach(() => Promise.all(target.primaries.map((node) => ask(node, 'FLUSHALL'))))

  after(() => Promise.all([target, source, servers].map((one) => one[Symbol.asyncDispose]())))

  function importFrom(from: string, ...more: readonly string[]): ReturnType<typeof runCli> {
    return runCli(['import', target.shard(0).primary.address, '--from', from, ...more])
  }

  it('uses the first node of a cluster that answers', async () => {
    const expected = await contentOf(source.primaries)
    const {exitCode, stdout, stderr} = await importFrom(`${dead},${source.shard(1).primary.address}`)
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(expected.size).to.equal(200)
    expect(differences(expected, await contentOf(target.primaries))).to.deep.equal([])
  })

  it('names each address with its reason, if none answers', async () => {
    const {exitCode, stderr} = await importFrom(`${dead},${NOBODY}`)
    expect({exitCode, stderr}).to.deep.equal({
      exitCode: 5,
      stderr: `Error: None of these nodes of the source can be used: ${dead}: ${SILENT}; ${NOBODY}: ${SILENT}.\n`,
    })
  })

  it('uses a server outside a cluster if no other address answers, with the login of a URL', async () => {
    const login = `redis://:${encodeURIComponent(PASSWORD)}@`
    const {exitCode, stdout, stderr} = await importFrom(`${login}${dead},${servers.node(0).address}`)
    expect(exitCode, stdout + stderr).to.equal(0)
    expect((await contentOf(target.primaries)).size).to.equal(200)
  })

  it('names the flags of the source, if a login is missing', async () => {
    const {exitCode, stderr} = await importFrom(`${dead},${servers.node(0).address}`)
    expect(exitCode).to.equal(5)
    expect(stderr).to.contain('--from-pass or --from-askpass').and.not.to.contain('REDISCLI_AUTH')
  })

  it('refuses two servers, because it would import only one of them', async () => {
    const [a, b] = [servers.node(0).address, servers.node(1).address]
    const {exitCode, stderr} = await importFrom(`${a},${b}`, '--from-pass', PASSWORD)
    expect(exitCode).to.equal(4)
    expect(stderr).to.contain(`: ${a}: ${NO_CLUSTER}; ${b}: ${NO_CLUSTER}.\n`)
    expect(stderr).to.contain('one at a time')
    expect((await contentOf(target.primaries)).size).to.equal(0)
  })
})
