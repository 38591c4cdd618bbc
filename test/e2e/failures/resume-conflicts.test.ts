import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {JournalTrial} from '../../support/journal-trial.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'

const SLOT = 7
const KEY = `{${tagOf(SLOT)}}differs`

/** Valkey replicates marks, so a mark proves nothing and the user has to decide about copies. */
const valkey = serverPrograms().find(({software}) => software === 'valkey')

describe('[E] a move that stopped at different copies of a key', function () {
  this.timeout(240_000)
  before(function () {
    if (!valkey) this.skip()
  })

  it('is finished by resume when the user has decided', async () => {
    await using trial = await JournalTrial.open()
    await using cluster = await TestCluster.start({
      count: 3,
      replicas: 0,
      ...(valkey && {server: valkey.path}),
    })
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    const [from, to] = [cluster.idOf(source), cluster.idOf(target)]
    await ask(target, 'CLUSTER', 'SETSLOT', SLOT, 'IMPORTING', from)
    await ask(source, 'SET', KEY, 'of the owner')
    await ask(source, 'CLUSTER', 'SETSLOT', SLOT, 'MIGRATING', to)
    await askAll(target, [['ASKING'], ['SET', KEY, 'of the other']])
    const words = ['reshard', source.address, '--from', from, '--to', to, '--slots', `${SLOT}`]
    const moved = await trial.run(...words, '--method', 'keys', '--yes')
    expect(moved.exitCode, moved.stdout + moved.stderr).to.equal(6)
    const asBefore = await trial.run('resume', source.address, '--yes')
    expect(asBefore.exitCode, asBefore.stdout + asBefore.stderr).to.be.oneOf([3, 6])
    expect(await ask(source, 'GET', KEY)).to.equal('of the owner')
    const decided = await trial.run('resume', source.address, '--conflicts', 'keep-owner', '--yes')
    expect(decided.exitCode, decided.stdout + decided.stderr).to.equal(0)
    expect(await ask(target, 'GET', KEY)).to.equal('of the owner')
    expect((await trial.run('check', source.address)).exitCode).to.equal(0)
  })
})
