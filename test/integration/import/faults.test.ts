import {expect} from 'chai'
import type {ImportOutcome} from '../../../src/domain/import.js'
import {loadTls} from '../../../src/redis/tls.js'
import {ask, askAll} from '../../support/ask.js'
import {makeCertificates} from '../../support/certificates.js'
import {contentOf, differences, fillMixed} from '../../support/dataset.js'
import {runReshard} from '../../support/run-change.js'
import {type ImportWishes, runImport} from '../../support/run-import.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'
import {Writer} from '../../support/writer.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const PATIENT = {...PLAIN, commandTimeoutMs: 5000}

describe('[I] import in trouble', () => {
  let sources: TestServers
  let source: TestServer
  let small: TestCluster
  let primary: TestServer
  let cluster: TestCluster

  before(async () => {
    ;[sources, small, cluster] = await Promise.all([
      TestServers.start({count: 2, args: ['--cluster-enabled', 'no', '--save', '']}),
      TestCluster.start({count: 1, replicas: 0}),
      TestCluster.start({count: 3, replicas: 0}),
    ])
    source = sources.node(0)
    ;({primary} = small.shard(0))
  })

  beforeEach(async () => {
    await small.configure('maxmemory', '0')
    await small.configure('maxmemory-policy', 'noeviction')
    await small.configure('cluster-announce-port', '0')
    const all = [...sources.nodes, primary, ...cluster.primaries]
    await Promise.all(all.map((node) => ask(node, 'FLUSHALL')))
  })

  after(() => Promise.all([sources, small, cluster].map((one) => one[Symbol.asyncDispose]())))

  it('copies keys through this machine, and says so, if the source cannot connect to a cluster with TLS', async () => {
    await using folder = await temporaryFolder()
    const tls = await makeCertificates(folder.path)
    const files = {cacert: tls.ca, cert: tls.cert, key: tls.key}
    const connection = {
      ...PATIENT,
      tls: await loadTls({...files, cacertdir: undefined, sni: undefined, insecure: false}),
    }
    await using safe = await TestCluster.start({count: 1, replicas: 0, tls, connection})
    const node = safe.shard(0).primary
    await fillMixed(source, {keys: 300})
    const expected = await contentOf([source])
    const {outcome, notes} = await importWithNotes(node, source, {copy: false, context: {connection}})
    expect(outcome.status, outcome.stopped).to.equal('done')
    expect(notes).to.have.length(1)
    expect(notes[0]).to.match(/cannot send to \S+ \(IOERR.*go through this machine \(DUMP and RESTORE\)/)
    expect(differences(expected, await contentOf([node], {connection}))).to.deep.equal([])
    expect(await ask(source, 'DBSIZE')).to.equal(0)
  })

  it('imports from a source that uses TLS', async () => {
    await using folder = await temporaryFolder()
    const tls = await makeCertificates(folder.path)
    await using safe = await TestServers.start({count: 1, tls, args: ['--cluster-enabled', 'no']})
    const files = {cacert: tls.ca, cert: tls.cert, key: tls.key}
    const own = await loadTls({...files, cacertdir: undefined, sni: undefined, insecure: false})
    const connection = {...PATIENT, tls: own}
    const {host, port} = safe.node(0)
    await fillMixed({host, port}, {keys: 300, connection})
    const place = {kind: 'server' as const, address: {host, port}, connection}
    const outcome = await runImport(primary, place)
    expect(outcome.status, outcome.stopped).to.equal('done')
    const expected = await contentOf([{host, port}], {connection})
    expect(differences(expected, await contentOf([primary]))).to.deep.equal([])
  })

  for (const decoyHas of ['nothing', 'the same keys']) {
    it(`loses nothing if the address of an owner leads the source to a server that has ${decoyHas}`, async () => {
      const decoy = sources.node(1)
      await ask(primary, 'CONFIG', 'SET', 'cluster-announce-port', decoy.port)
      const addressMap = [
        {
          announced: {host: '127.0.0.1', port: decoy.port},
          reachable: {host: primary.host, port: primary.port},
        },
      ]
      const connection = {...PATIENT, addressMap}
      await fillMixed(source, {keys: 300})
      if (decoyHas !== 'nothing') await fillMixed(decoy, {keys: 300})
      const expected = await contentOf([source])
      const {outcome, notes} = await importWithNotes(primary, source, {
        copy: false,
        existing: 'replace',
        context: {connection},
      })
      expect(outcome.status, outcome.stopped).to.equal('done')
      expect(notes.join('\n')).to.include(`finds another server at 127.0.0.1:${decoy.port}`)
      expect(differences(expected, await contentOf([primary]))).to.deep.equal([])
      expect(await ask(source, 'DBSIZE')).to.equal(0)
    })
  }

  it('keeps the keys when --way migrate leads to another server', async () => {
    const decoy = sources.node(1)
    await ask(primary, 'CONFIG', 'SET', 'cluster-announce-port', decoy.port)
    const addressMap = [
      {announced: {host: '127.0.0.1', port: decoy.port}, reachable: {host: primary.host, port: primary.port}},
    ]
    await fillMixed(source, {keys: 300})
    const context = {connection: {...PATIENT, addressMap}}
    const outcome = await runImport(primary, source, {copy: false, way: 'migrate', context})
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.stopped).to.match(/finds another server at \S+; use --way stream/)
    expect(await ask(source, 'DBSIZE')).to.equal(300)
  })

  for (const copy of [true, false])
    it(`follows MOVED: slots that are moved${copy ? ', and a failover,' : ''} in mid-import`, async () => {
      await using pairs = await TestCluster.start({count: 6, replicas: 1})
      const [first, second] = [pairs.shard(0).primary, pairs.shard(1).primary]
      await fillMixed(source, {keys: 8000})
      const expected = await contentOf([source])
      const changes: Promise<string>[] = []
      const change = async () => {
        const ends = {to: pairs.idOf(second), from: [pairs.idOf(first)], slots: 300}
        const {status} = await runReshard(first, ends)
        // An import that moves keys stops after a failover.
        if (copy) await ask(pairs.replica(2), 'CLUSTER', 'FAILOVER')
        return status
      }
      const outcome = await runImport(first, source, {
        copy,
        pipeline: 5,
        context: {
          onEvent: whenArrived(
            200,
            once(() => changes.push(change())),
          ),
        },
      })
      expect(await Promise.all(changes)).to.deep.equal(['done'])
      expect([outcome.status, outcome.stopped]).to.deep.equal(['done', undefined])
      const third = copy ? pairs.replica(2) : pairs.shard(2).primary
      await until('the third shard has its primary', async () =>
        String(await ask(third, 'ROLE')).startsWith('master'),
      )
      // A node that has just been promoted refuses commands for a moment.
      await until('all of them serve', async () => {
        const states = await Promise.all([first, second, third].map((node) => ask(node, 'CLUSTER', 'INFO')))
        return states.every((state) => String(state).includes('cluster_state:ok'))
      })
      expect(differences(expected, await contentOf([first, second, third]))).to.deep.equal([])
      expect(await ask(source, 'DBSIZE')).to.equal(copy ? 8000 : 0)
    })

  it('stops when the cluster is out of memory, says so, and loses nothing', async () => {
    await fillMixed(source, {keys: 4000})
    const expected = await contentOf([source])
    const used = Number(/used_memory:(\d+)/.exec(String(await ask(primary, 'INFO', 'memory')))?.[1])
    await ask(primary, 'CONFIG', 'SET', 'maxmemory', used + 1_000_000)
    const outcome = await runImport(primary, source, {copy: false, existing: 'keep-both'})
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.stopped).to.match(/OOM command not allowed/)
    expect(outcome.cautions[0]).to.match(/left below its maxmemory/)
    const there = await contentOf([primary, source])
    expect(differences(expected, there)).to.deep.equal([])
    await ask(primary, 'CONFIG', 'SET', 'maxmemory', 0)
    expect((await runImport(primary, source, {copy: false})).status).to.equal('done')
    expect(differences(expected, await contentOf([primary]))).to.deep.equal([])
  })

  it('is not complete when the cluster evicts keys because its memory is full', async () => {
    await small.configure('maxmemory-policy', 'allkeys-random')
    await askAll(
      source,
      Array.from({length: 2000}, (_, number) => ['SET', `key:${number}`, 'x'.repeat(2000)]),
    )
    const used = Number(/used_memory:(\d+)/.exec(String(await ask(primary, 'INFO', 'memory')))?.[1])
    await ask(primary, 'CONFIG', 'SET', 'maxmemory', used + 2_000_000)
    const outcome = await runImport(primary, source)
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.evicted).to.be.greaterThan(100)
  })

  for (const way of ['auto', 'stream'] as const) {
    it(`keeps every write of a client that writes to the source while keys are moved (${way})`, async () => {
      await fillMixed(source, {keys: 3000})
      const keys = Array.from({length: 200}, (_, number) => `counter:${number}`)
      await using writer = await Writer.start({nodes: [source.address], keys})
      const outcome = await runImport(cluster.shard(0).primary, source, {copy: false, way, pipeline: 50})
      const {acknowledged} = await writer.stop()
      const values = new Map<string, number>()
      for (const node of [source, ...cluster.primaries]) {
        const names = (await ask(node, 'KEYS', 'counter:*')) as string[]
        const found = await askAll(
          node,
          names.map((name) => ['GET', name]),
        )
        names.forEach((name, at) => values.set(name, Math.max(values.get(name) ?? 0, Number(found[at]))))
      }
      const lost = acknowledged.filter(([key, number]) => (values.get(key) ?? 0) < number)
      expect(lost).to.deep.equal([])
      expect(outcome.status, 'the client has written keys anew').to.equal('incomplete')
      expect((outcome.tallies[0]?.left ?? 0) + outcome.troubles.count).to.be.greaterThan(0)
      const different = outcome.troubles.shown.filter(({what}) => what.includes('after it was imported'))
      expect(different).to.deep.equal([])
    })
  }

  it('starts from the beginning when the source is restarted, and counts correctly', async () => {
    await using servers = await TestServers.start({
      count: 1,
      args: ['--cluster-enabled', 'no', '--appendonly', 'yes', '--appendfsync', 'always'],
    })
    const server = servers.node(0)
    await fillMixed(server, {keys: 8000})
    const expected = await contentOf([server])
    const restarts: Promise<void>[] = []
    const restart = once(() => restarts.push(server.restart()))
    const outcome = await runImport(cluster.shard(0).primary, server, {
      copy: false,
      pipeline: 20,
      context: {onEvent: whenArrived(500, restart)},
    })
    await Promise.all(restarts)
    expect(restarts).to.have.length(1)
    expect(outcome.status, outcome.stopped).to.equal('done')
    expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
    expect(await ask(server, 'DBSIZE')).to.equal(0)
  })

  it('ends within its patience, with a sentence, when the source does not come back', async () => {
    await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    const server = servers.node(0)
    await fillMixed(server, {keys: 8000})
    const outcome = await runImport(primary, server, {
      pipeline: 20,
      patienceMs: 1000,
      context: {
        onEvent: whenArrived(
          100,
          once(() => server.killNow()),
        ),
      },
    })
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.stopped).to.match(/^The source \S+ did not come back within 1 s: connection refused/)
  })

  it('ends with a sentence when the source does not allow a necessary command', async () => {
    await fillMixed(source, {keys: 100})
    await ask(source, 'ACL', 'SETUSER', 'half', 'on', '>half', '~*', '+@all', '-dump', '-migrate', '-eval')
    const place = {
      kind: 'server' as const,
      address: {host: source.host, port: source.port},
      connection: {...PATIENT, user: 'half', password: 'half'},
    }
    const outcome = await runImport(primary, place, {patienceMs: 2000})
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.stopped).to.match(/refuses to send its keys: .*NOPERM.*dump/)
  })
})

async function importWithNotes(
  seed: TestServer,
  source: TestServer,
  {context, ...wishes}: ImportWishes,
): Promise<{outcome: ImportOutcome; notes: string[]}> {
  const notes: string[] = []
  const outcome = await runImport(seed, source, {
    ...wishes,
    context: {
      ...context,
      onEvent: (event) => {
        if (event.type === 'note') notes.push(event.text)
      },
    },
  })
  return {outcome, notes}
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}

/** Calls `work` as soon as this many keys have arrived. */
function whenArrived(keys: number, work: () => void) {
  return (event: {readonly type: string; readonly progress?: unknown}) => {
    const progress = event.progress as {readonly keys?: number} | undefined
    if (event.type === 'import-progress' && (progress?.keys ?? 0) >= keys) work()
  }
}
