import {join} from 'node:path'
import {expect} from 'chai'
import {MOVE_DEFAULTS} from '../../../src/domain/move.js'
import {change} from '../../../src/operations/change.js'
import {takeSnapshot} from '../../../src/redis/snapshot.js'
import {ask} from '../../support/ask.js'
import {defaultProgram, serverPrograms} from '../../support/matrix.js'
import {runBackup} from '../../support/run-backup.js'
import {runRestore} from '../../support/run-restore.js'
import {testOperator} from '../../support/state-folder.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const BUG = new TypeError('view is no function')

describe('[I] a bug of clustertool', function () {
  this.timeout(240_000)
  let cluster: TestCluster

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
  })
  after(() => cluster[Symbol.asyncDispose]())

  it('while the cluster is read after a change is reported, and not taken for a lost cluster', async () => {
    const {host, port} = cluster.shard(0).primary
    let finished = false
    const changed = change(
      {
        command: 'fix',
        seed: {host, port},
        makePlan: () =>
          Promise.resolve({steps: [{kind: 'agree', nodes: cluster.idsOf(cluster.primaries)}], warnings: []}),
      },
      {
        dryRun: false,
        joinLimitMs: 20_000,
        moving: MOVE_DEFAULTS,
        look: (session, seed) => (finished ? Promise.reject(BUG) : takeSnapshot(session, seed)),
      },
      {
        connection: PLAIN,
        signal: new AbortController().signal,
        ...testOperator(),
        confirm: () => Promise.resolve(true),
        explain: () => [],
        onEvent: ({type}) => void (finished ||= type === 'step-finished'),
      },
    )
    expect(await rejectionOf(changed)).to.equal(BUG)
  })

  it('while functions are restored is reported, and not taken for a refusal of a server', async () => {
    await using folder = await temporaryFolder()
    const node = cluster.shard(0).primary
    const program = serverPrograms().find(({path}) => path === defaultProgram())
    if (!program) throw new Error('there is no server')
    const code = "#!lua name=answers\nredis.register_function('answer', function() return 42 end)"
    for (const primary of cluster.primaries) await ask(primary, 'FUNCTION', 'LOAD', code)
    const dir = join(folder.path, 'backup')
    expect((await runBackup(node, dir)).status).to.equal('done')
    for (const primary of cluster.primaries) await ask(primary, 'FUNCTION', 'FLUSH')
    const restored = runRestore(dir, node, program, {
      onEvent(event) {
        if (event.type === 'note' && event.text.includes('functions')) throw BUG
      },
    })
    expect(await rejectionOf(restored)).to.equal(BUG)
    expect(JSON.stringify(await ask(node, 'FUNCTION', 'LIST'))).to.contain('answers')
  })
})

function rejectionOf(operation: Promise<unknown>): Promise<unknown> {
  return operation.then(
    (outcome) => outcome,
    (error: unknown) => error,
  )
}
