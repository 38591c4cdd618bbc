import {expect} from 'chai'
import {nodeById} from '../../../src/domain/snapshot.js'
import {planBackup, slotsMovedSince, toBackupNode} from '../../../src/planning/backup.js'
import {id, snapshot} from '../../support/snapshot.js'

const HEALTHY = `
  a 0-8191 offset=1000
  b 8192-16383 offset=1000
  c replica of a offset=900
  d replica of a offset=1000
`

describe('[U] planBackup', () => {
  it('saves the RDB of each primary, with the file names of older tools', () => {
    const {sources, ...rest} = planBackup(snapshot(HEALTHY), {fromReplicas: false})
    expect(rest).to.deep.equal({lost: [], missing: [], open: [], notes: []})
    expect(sources.map(({from, role}) => [from, role])).to.deep.equal([
      [id('a'), 'primary'],
      [id('b'), 'primary'],
    ])
    expect(sources[0]?.file).to.equal(`redis-node-10.0.0.1-7001-${id('a')}.rdb`)
  })

  it('names files of Valkey after it, and lets no host name lead out of the folder', () => {
    const {sources} = planBackup(snapshot('a 0-16383 software=valkey host=../../etc version=9.1.0'), {
      fromReplicas: false,
    })
    expect(sources[0]?.file).to.equal(`valkey-node-.._.._etc-7001-${id('a')}.rdb`)
  })

  it('takes the replica that has processed most, or the primary with a note if there is none', () => {
    const {sources, notes} = planBackup(snapshot(HEALTHY), {fromReplicas: true})
    expect(sources.map(({primary, from, role}) => [primary, from, role])).to.deep.equal([
      [id('a'), id('d'), 'replica'],
      [id('b'), id('b'), 'primary'],
    ])
    expect(sources[0]?.file).to.contain(id('a'))
    expect(notes).to.have.lengthOf(1)
    expect(notes[0]).to.match(/^10\.0\.0\.2:7002 has no replica that is up to date/)
  })

  for (const state of ['link=down', 'syncing link=down', 'io=60', 'down fail', 'loading']) {
    it(`takes no replica that is ${state}`, () => {
      const world = snapshot(`
        a 0-16383 offset=9000000
        b replica of a offset=8999999 ${state}
      `)
      expect(planBackup(world, {fromReplicas: true}).sources.map(({from}) => from)).to.deep.equal([id('a')])
    })
  }

  it('says which slots no node can give', () => {
    const world = snapshot(`
      a 0-8191
      b 8192-16000 down fail
      c down fail
    `)
    const {sources, lost, missing, notes} = planBackup(world, {fromReplicas: false})
    expect(sources.map(({primary}) => primary)).to.deep.equal([id('a')])
    expect(lost.map(({id, ranges}) => [id, ranges])).to.deep.equal([[id('b'), [{start: 8192, end: 16_000}]]])
    expect(missing).to.deep.equal([{start: 8192, end: 16_383}])
    expect(notes).to.have.lengthOf(1)
    expect(notes[0]).to.match(/owns no slots/)
  })

  it('says which slots are being moved', () => {
    const world = snapshot(`
      a 0-8191 [93->-b]
      b 8192-16383 [93-<-a]
    `)
    expect(planBackup(world, {fromReplicas: false}).open).to.deep.equal([{start: 93, end: 93}])
  })
})

describe('[U] slotsMovedSince', () => {
  it('finds slots of another shard and open ones', () => {
    const now = snapshot(`
      a 100-8191 offset=1000
      b 0-99,8192-16383 offset=1000 [200-<-a]
      c replica of a
      d replica of a
    `)
    expect(slotsMovedSince(snapshot(HEALTHY), snapshot(HEALTHY))).to.deep.equal([])
    expect(slotsMovedSince(snapshot(HEALTHY), now)).to.deep.equal([
      {start: 0, end: 99},
      {start: 200, end: 200},
    ])
  })

  it('does not consider a takeover or a dead primary a move', () => {
    const failedOver = snapshot(`
      c 0-8191
      b 8192-16383
      a replica of c
      d replica of c
    `)
    expect(slotsMovedSince(snapshot(HEALTHY), failedOver)).to.deep.equal([])
    expect(slotsMovedSince(snapshot(HEALTHY), snapshot('a 0-8191\nb 8192-16383 down fail'))).to.deep.equal([])
  })
})

describe('[U] toBackupNode', () => {
  it('writes what redis-cli --cluster backup writes', () => {
    const world = snapshot(`
      a 0,2-8191 [5->-b]
      b 8192-16383 [5-<-a]
      c replica of a
    `)
    const [a, , c] = world.nodes
    expect(a && toBackupNode(a, {errors: 2, rdb: undefined})).to.deep.equal({
      name: id('a'),
      host: '10.0.0.1',
      port: 7001,
      replicate: null,
      slots: [[0], [2, 8191]],
      slots_count: 8191,
      flags: 'master',
      current_epoch: 1,
      cluster_errors: 2,
      migrating: {5: id('b')},
    })
    expect(c && toBackupNode(c, {errors: 0, rdb: undefined})).to.deep.equal({
      name: id('c'),
      host: '10.0.0.3',
      port: 7003,
      replicate: id('a'),
      slots: [],
      slots_count: 0,
      flags: 'slave',
      current_epoch: nodeById(world, id('c'))?.configEpoch,
    })
  })
})
