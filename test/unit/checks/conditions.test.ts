import {expect} from 'chai'
import {missingFor} from '../../../src/checks/conditions.js'
import {runChecks} from '../../../src/checks/index.js'
import {explainByChanges} from '../../../src/checks/under-way.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import type {Condition} from '../../../src/domain/wait.js'
import {id, snapshot, withNames} from '../../support/snapshot.js'

const CLUSTER = `
  a 0-8191
  b 8192-16383
  c replica of a
  d replica of b`

function missing(condition: Condition, cluster: ClusterSnapshot, earlier?: ClusterSnapshot): unknown {
  return withNames(missingFor(condition, {snapshot: cluster, findings: runChecks(cluster), earlier}))
}

describe('[U] conditions', () => {
  const whole = snapshot(CLUSTER)

  it('all hold in a cluster that is whole', () => {
    const conditions: Condition[] = [
      {kind: 'healthy'},
      {kind: 'agreed'},
      {kind: 'synced'},
      {kind: 'role', role: 'primary'},
      {kind: 'nodes', nodes: 4},
      {kind: 'version', version: '7.2', orLater: false},
    ]
    for (const condition of conditions) expect(missing(condition, whole), condition.kind).to.deep.equal([])
  })

  it('healthy fails for errors of a check, and not for warnings', () => {
    const lost = snapshot('a 0-8191\nb 8192-16383 down fail\nc replica of a')
    expect(missing({kind: 'healthy'}, lost)).to.deep.equal([{code: 'slots-uncovered', nodes: ['b']}])
    const replicaLost = snapshot('a 0-16383\nb replica of a down fail')
    expect(missing({kind: 'healthy'}, replicaLost)).to.deep.equal([])
  })

  it('agreed fails for other owners, unknown members, handshakes, flags and nodes that do not answer', () => {
    const codes = (cluster: ClusterSnapshot) =>
      (missing({kind: 'agreed'}, cluster) as {code: string}[]).map(({code}) => code)
    expect(codes(snapshot(CLUSTER, {views: {c: 'a 0-100'}}))).to.deep.equal(['views-disagree'])
    expect(codes(snapshot(CLUSTER, {views: {c: 'd unknown'}}))).to.deep.equal(['node-unknown'])
    expect(codes(snapshot(`${CLUSTER}\ne handshake down`))).to.deep.equal(['node-handshake'])
    expect(codes(snapshot('a 0-16383\nb replica of a fail'))).to.deep.equal(['node-failed'])
    expect(codes(snapshot('a 0-16383\nb replica of a fail?'))).to.deep.equal(['node-suspected'])
    expect(codes(snapshot('a 0-16383\nb replica of a down'))).to.deep.equal(['node-unreachable'])
    expect(codes(snapshot('a 0-16383\nb replica of a down loading'))).to.deep.equal(['node-loading'])
  })

  it('agreed fails while a change moves slots, which healthy allows', () => {
    const cluster = snapshot(CLUSTER, {views: {c: 'a 0-8190\nb 8191-16383'}})
    const presence = {command: 'reshard', host: 'h', pid: 7, startedAt: 0}
    const findings = explainByChanges(cluster, runChecks(cluster), [
      {presence, suspended: false, work: undefined},
    ])
    expect(missingFor({kind: 'healthy'}, {snapshot: cluster, findings})).to.deep.equal([])
    expect(missingFor({kind: 'agreed'}, {snapshot: cluster, findings})).to.deep.equal([
      {code: 'views-disagree', nodes: [id('c')]},
    ])
  })

  it('synced fails for replicas without a link, with a first copy in progress, and that are lost', () => {
    const cluster = snapshot(`
      a 0-16383
      b replica of a link=down
      c replica of a link=down syncing
      d replica of a down fail
      e replica of a link=down`)
    expect(missing({kind: 'synced'}, cluster)).to.deep.equal([
      {code: 'replica-unlinked', nodes: ['b', 'e']},
      {code: 'replica-syncing', nodes: ['c']},
      {code: 'node-unreachable', nodes: ['d']},
    ])
    expect(missing({kind: 'synced'}, snapshot('a 0-16383'))).to.deep.equal([])
  })

  it('synced fails for a replica that lacks what its primary had at the look before', () => {
    const at = (sent: number, processed: number) =>
      snapshot(`a 0-16383 offset=${sent}\nb replica of a offset=${processed}`)
    const behind = [{code: 'replica-behind', nodes: ['b']}]
    expect(missing({kind: 'synced'}, at(1000, 1000))).to.deep.equal([])
    expect(missing({kind: 'synced'}, at(1000, 999))).to.deep.equal(behind)
    expect(missing({kind: 'synced'}, at(1000, 999), at(999, 900))).to.deep.equal([])
    expect(missing({kind: 'synced'}, at(1000, 998), at(999, 900))).to.deep.equal(behind)
    // A primary that was started again begins anew.
    expect(missing({kind: 'synced'}, at(20, 20), at(5000, 5000))).to.deep.equal([])
  })

  it('role is about the node that was named', () => {
    const replica = snapshot('a replica of b\nb 0-16383')
    expect(missing({kind: 'role', role: 'replica'}, replica)).to.deep.equal([])
    expect(missing({kind: 'role', role: 'primary'}, replica)).to.deep.equal([
      {code: 'other-role', nodes: ['a']},
    ])
  })

  it('nodes wants exactly that many members, which all answer and are known to all', () => {
    expect(missing({kind: 'nodes', nodes: 6}, whole)).to.deep.equal([
      {code: 'other-count', nodes: [], known: 4},
    ])
    expect(missing({kind: 'nodes', nodes: 3}, whole)).to.deep.equal([
      {code: 'other-count', nodes: [], known: 4},
    ])
    expect(missing({kind: 'nodes', nodes: 4}, snapshot(CLUSTER, {views: {b: 'c unknown'}}))).to.deep.equal([
      {code: 'node-unknown', nodes: ['c']},
    ])
    expect(missing({kind: 'nodes', nodes: 2}, snapshot('a 0-16383\nb replica of a down fail'))).to.deep.equal(
      [{code: 'node-unreachable', nodes: ['b']}],
    )
    expect(missing({kind: 'nodes', nodes: 2}, snapshot('a 0-16383\nb handshake down'))).to.deep.equal([
      {code: 'node-handshake', nodes: ['b']},
    ])
  })

  it('version names the nodes that run another one, and those that do not say', () => {
    const cluster = snapshot('a 0-16383 version=8.0.3\nb replica of a version=7.2.4\nc replica of a down')
    expect(missing({kind: 'version', version: '8.0', orLater: false}, cluster)).to.deep.equal([
      {code: 'other-version', nodes: ['b']},
      {code: 'node-unreachable', nodes: ['c']},
    ])
    expect(missing({kind: 'version', version: '7', orLater: true}, cluster)).to.deep.equal([
      {code: 'node-unreachable', nodes: ['c']},
    ])
  })
})
