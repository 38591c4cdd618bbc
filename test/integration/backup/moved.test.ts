import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runBackup} from '../../support/run-backup.js'
import {TestCluster} from '../../support/test-cluster.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

describe('[I] backup while slots are moved', function () {
  this.timeout(240_000)

  it('notices that, and marks the slots', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await TestCluster.start({count: 2, replicas: 0})
    const [one, other] = cluster.primaries
    if (!one || !other) throw new Error('too few primaries')
    await cluster.configure('repl-diskless-sync', 'yes')
    // Leaves enough time for a move before the nodes begin.
    await cluster.configure('repl-diskless-sync-delay', '1')
    const moves: Promise<unknown>[] = []
    const outcome = await runBackup(one, join(folder.path, 'backup'), {
      onStart(source) {
        if (source.primary !== cluster.idOf(one)) return
        moves.push(
          ...[other, one].map((node) => ask(node, 'CLUSTER', 'SETSLOT', 5, 'NODE', cluster.idOf(other))),
        )
      },
    })
    await Promise.all(moves)
    expect([outcome.status, outcome.kept, outcome.missingSlots]).to.deep.equal(['incomplete', true, []])
    expect(outcome.uncertainSlots).to.deep.equal([{start: 5, end: 5}])
  })
})
