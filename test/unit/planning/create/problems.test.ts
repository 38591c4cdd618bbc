import {expect} from 'chai'
import type {NodeLine} from '../../../../src/domain/node.js'
import type {CreateReading, ReadingFailure} from '../../../../src/planning/create/listed.js'
import {planCreate} from '../../../../src/planning/create/plan.js'
import {createProblems} from '../../../../src/planning/create/problems.js'
import {id} from '../../../support/snapshot.js'
import {apply, emptyWorld, layoutOf, nodesOf, ranges, readingsOf, type World} from './world.js'

describe('[U] createProblems', () => {
  it('has none for empty nodes', () => {
    expect(problemsIn(emptyWorld('a b c d e f'))).to.deep.equal([])
  })

  it('refuses slots that the plan gives to no node', () => {
    const world = emptyWorld('a b c')
    world.get('b')!.slots = ranges('0-99,5461-10922')
    expect(problemsIn(world, 0)).to.deep.equal([
      'owns-slots: 10.0.0.2:7002 owns 5562 slots that the planned layout does not give it: 0-99, 5461-10922.',
    ])
  })

  it('refuses slots that the plan gives to another node, and slots on a planned replica', () => {
    const world = emptyWorld('a b c d e f')
    world.get('a')!.slots = ranges('5461-10922')
    world.get('e')!.slots = ranges('0-5460')
    expect(codesIn(world)).to.deep.equal(['10.0.0.1:7001 owns-slots', '10.0.0.5:7005 owns-slots'])
  })

  it('accepts slots that the plan gives', () => {
    const world = emptyWorld('a b c d e f')
    world.get('b')!.slots = ranges('5461-10922')
    expect(problemsIn(world)).to.deep.equal([])
  })

  it('refuses open slots', () => {
    const world = emptyWorld('a b c')
    world.get('a')!.words = '[5-<-b]'
    expect(problemsIn(world, 0)).to.deep.equal(['open-slots: 10.0.0.1:7001 has open slots: 5 (importing).'])
  })

  it('refuses keys of any database and says how many', () => {
    const world = emptyWorld('a b c')
    world.get('a')!.words = 'keys=1'
    expect(problemsIn(world, 0)).to.deep.equal(['holds-keys: 10.0.0.1:7001 holds keys: 1 key in database 0.'])
    const [first, ...rest] = readingsOf(emptyWorld('a b c'))
    const keys = [
      {db: 2, keys: 12},
      {db: 9, keys: 0},
      {db: 11, keys: 3},
    ]
    const info = {...first!.node!.info!, keys}
    expect(problemsOf([{...first!, node: {...first!.node!, info}}, ...rest], 0)).to.deep.equal([
      'holds-keys: 10.0.0.1:7001 holds keys: 12 keys in database 2, 3 keys in database 11.',
    ])
  })

  it('refuses keys on a node that has its slots but knows no other node', () => {
    const world = emptyWorld('a b c')
    Object.assign(world.get('a')!, {slots: ranges('0-5460'), words: 'keys=3'})
    expect(codesIn(world, 0)).to.deep.equal(['10.0.0.1:7001 holds-keys'])
  })

  it('refuses keys on a primary that has all slots and was never joined', () => {
    const world = emptyWorld('a b')
    Object.assign(world.get('a')!, {slots: ranges('0-16383'), words: 'keys=3'})
    const options = {replicasPerPrimary: 1, allowFewerPrimaries: true, shards: layoutOf(nodesOf(world), 1)}
    expect(createProblems(readingsOf(world), options).map(({code}) => code)).to.deep.equal(['holds-keys'])
    expect(createProblems(readingsOf(world, ['a']), {...options, replicasPerPrimary: 0})).to.deep.equal([])
  })

  it('accepts keys in the cluster that this create made, all replicas attached or not', () => {
    const world = finished()
    for (const member of world.values()) member.words = 'keys=7'
    expect(problemsIn(world)).to.deep.equal([])
    Object.assign(world.get('e')!, {primary: undefined, words: ''})
    expect(problemsIn(world)).to.deep.equal([])
  })

  it('refuses keys on a node that is not attached yet, or knows only a part of the map', () => {
    const world = finished()
    Object.assign(world.get('e')!, {primary: undefined, words: 'keys=1'})
    world.get('b')!.words = 'keys=1'
    world.get('b')!.stale.add('c')
    expect(codesIn(world)).to.deep.equal(['10.0.0.2:7002 holds-keys', '10.0.0.5:7005 holds-keys'])
  })

  it('refuses a replica of a different primary than planned', () => {
    const world = finished()
    world.get('e')!.primary = 'b'
    expect(problemsIn(world)).to.deep.equal([
      'is-replica: 10.0.0.5:7005 is a replica of 10.0.0.2:7002, unlike in the planned layout.',
    ])
  })

  it('refuses a node that knows nodes outside the list', () => {
    const world = finished()
    expect(
      codesIn(world, 1, 'a b c d e'.split(' ')).filter((code) => code.endsWith('knows-others')),
    ).to.have.lengthOf(5)
    expect(problemsIn(world, 1, 'a b c d e'.split(' '))[0]).to.equal(
      'knows-others: 10.0.0.1:7001 knows 1 node outside the list: 10.0.0.6:7006.',
    )
  })

  it('accepts a handshake with a listed address, and no other handshake', () => {
    const [first, ...rest] = readingsOf(emptyWorld('a b c'))
    const shake = (host: string, port: number) => withLine(first!, {host, port, flags: ['handshake']})
    expect(problemsOf([shake('10.0.0.2', 7002), ...rest], 0)).to.deep.equal([])
    expect(problemsOf([shake('10.0.0.2', 7003), ...rest], 0)).to.have.lengthOf(1)
  })

  it('refuses a node with an unknown id at a listed address', () => {
    const [first, ...rest] = readingsOf(emptyWorld('a b c'))
    const former = withLine(first!, {host: '10.0.0.2', port: 7002, flags: []})
    expect(problemsOf([former, ...rest], 0)).to.have.lengthOf(1)
  })

  it('recognises a listed node by the address under which others know it', () => {
    const [a, b, c] = readingsOf(emptyWorld('a b c'))
    const shaking = withLine(a!, {host: 'fe80::1', port: 9, flags: ['handshake']})
    const knowing = withLine(c!, {host: 'fe80::1', port: 9, id: id('b')})
    expect(problemsOf([shaking, b!, knowing], 0)).to.deep.equal([])
  })

  it('recognises a listed node by its other address', () => {
    const [first, second, third] = readingsOf(emptyWorld('a b c'))
    const shaking = withLine(first!, {host: 'fe80::1', port: 7002, flags: ['handshake']})
    expect(problemsOf([shaking, second!, third!], 0)).to.have.lengthOf(1)
    expect(problemsOf([shaking, {...second!, knownAs: ['[fe80::1]:7002']}, third!], 0)).to.deep.equal([])
  })

  it('refuses one node under two names, and one name twice', () => {
    const [first, ...rest] = readingsOf(emptyWorld('a b c'))
    const list = [first!, ...rest, {...first!, typed: 'localhost:7001'}, {...first!}]
    expect(problemsOf(list, 0)).to.deep.equal([
      'same-node-twice: localhost:7001 is the same node as 10.0.0.1:7001.',
      'same-node-twice: 10.0.0.1:7001 is listed twice.',
    ])
  })

  it('counts a node that is listed twice once', () => {
    const [first, second] = readingsOf(emptyWorld('a b'))
    expect(
      problemsOf([first!, second!, {...first!, typed: 'x:1'}], 0).map((text) => text.split(':')[0]),
    ).to.deep.equal(['same-node-twice', 'too-few-primaries'])
  })

  it('names a bus port that is closed', () => {
    const [first, ...rest] = readingsOf(emptyWorld('a b c'))
    expect(problemsOf([{...first!, busPortClosed: true}, ...rest], 0)).to.deep.equal([
      'bus-port-closed: 10.0.0.1:7001 cannot join: its cluster bus port 17001 accepts no connection.',
    ])
    expect(problemsOf([{...first!, busPortClosed: false}, ...rest], 0)).to.deep.equal([])
  })

  it('refuses a node that is loading, that is outside cluster mode, or that refuses INFO', () => {
    const [a, b, c] = readingsOf(emptyWorld('a b c'))
    const list = [
      {...a!, node: {...a!.node!, info: {...a!.node!.info!, loading: true}}},
      {...b!, node: {...b!.node!, info: {...b!.node!.info!, clusterEnabled: false}}},
      {...c!, node: {...c!.node!, info: undefined, refusals: [{command: 'INFO', reason: 'NOPERM'}]}},
    ]
    expect(problemsOf(list, 0)).to.deep.equal([
      'loading: 10.0.0.1:7001 is still loading its data into memory.',
      'not-cluster: 10.0.0.2:7002 is not a cluster node.',
      'cluster-unreadable: 10.0.0.3:7003 does not answer INFO: NOPERM.',
    ])
  })

  it('reports every problem of every node at once, in the order of the list', () => {
    const world = emptyWorld('a b c d')
    Object.assign(world.get('a')!, {slots: ranges('7'), words: 'keys=2'})
    world.get('b')!.words = 'keys=1'
    const failures = (['unreachable', 'auth', 'not-cluster', 'loading', 'refused', 'other'] as const).map(
      (kind, index) => failed(`x:${index + 1}`, {kind, reason: 'so it is'}),
    )
    const list = [...readingsOf(world, ['a', 'b']), ...failures]
    expect(problemsOf(list, 2, undefined).map((text) => text.split(' ').slice(0, 2).join(' '))).to.deep.equal(
      [
        'owns-slots: 10.0.0.1:7001',
        'holds-keys: 10.0.0.1:7001',
        'holds-keys: 10.0.0.2:7002',
        'unreachable: x:1',
        'auth-failed: x:2',
        'not-cluster: x:3',
        'loading: x:4',
        'cluster-unreadable: x:5',
        'cluster-unreadable: x:6',
        'too-few-primaries: 8',
      ],
    )
  })

  it('reports only the dead node of a cluster that is otherwise finished', () => {
    const world = finished()
    for (const member of world.values()) member.words = 'keys=7'
    const alive = readingsOf(world, ['a', 'b', 'c', 'd', 'e'])
    const list = [...alive, failed('10.0.0.6:7006', {kind: 'unreachable', reason: 'connection refused'})]
    expect(problemsOf(list, 1, undefined)).to.deep.equal([
      'unreachable: 10.0.0.6:7006 cannot be reached: connection refused.',
    ])
  })

  it('does not consider the cluster of another list its own when a node is dead', () => {
    const world = finished()
    const list = [
      ...readingsOf(world, ['a', 'd', 'e']),
      failed('x:1', {kind: 'unreachable', reason: 'no route'}),
    ]
    const codes = problemsOf(list, 0, undefined).map((text) => text.split(' ').slice(0, 2).join(' '))
    expect(codes).to.include.members([
      'knows-others: 10.0.0.1:7001',
      'owns-slots: 10.0.0.1:7001',
      'is-replica: 10.0.0.4:7004',
    ])
  })

  it('shows the calculation if there are too few primaries', () => {
    expect(problemsIn(emptyWorld('a b c d e'))).to.deep.equal([
      'too-few-primaries: 5 nodes with 1 replica for each primary make 2 primaries (5 / 2, rounded down). ' +
        'At least 3 are needed, which takes 6 nodes.',
    ])
  })

  it('allows fewer primaries with the flag, but at least one', () => {
    const options = {allowFewerPrimaries: true, shards: undefined}
    const readings = readingsOf(emptyWorld('a b'))
    expect(createProblems(readings, {...options, replicasPerPrimary: 1})).to.deep.equal([])
    const [problem] = createProblems(readings, {...options, replicasPerPrimary: 2})
    expect(problem?.message).to.contain('make 0 primaries').and.to.contain('which takes 3 nodes')
  })
})

function finished(): World {
  const world = emptyWorld('a b c d e f')
  const nodes = nodesOf(world)
  for (const step of planCreate(nodes, layoutOf(nodes, 1)).steps) apply(world, step)
  return world
}

function problemsIn(world: World, replicas = 1, names?: string[]): string[] {
  return problemsOf(readingsOf(world, names), replicas)
}

function codesIn(world: World, replicas = 1, names?: string[]): string[] {
  return problemsIn(world, replicas, names).map((text) => text.replace(/^(\S+): (\S+) .*$/, '$2 $1'))
}

function problemsOf(
  readings: readonly CreateReading[],
  replicas: number,
  shards = plannable(readings, replicas),
): string[] {
  const options = {replicasPerPrimary: replicas, allowFewerPrimaries: false, shards}
  return createProblems(readings, options).map(({code, message}) => `${code}: ${message}`)
}

function plannable(readings: readonly CreateReading[], replicas: number) {
  const nodes = readings.flatMap(({node}) => (node ? [node] : []))
  return nodes.length === readings.length && nodes.length > replicas ? layoutOf(nodes, replicas) : undefined
}

function failed(typed: string, failure: ReadingFailure): CreateReading {
  return {typed, knownAs: [], node: undefined, failure, busPortClosed: undefined}
}

function withLine(reading: CreateReading, line: Partial<NodeLine>): CreateReading {
  const node = reading.node!
  const stranger: NodeLine = {...node.view[0]!, myself: false, id: id('stranger'), ...line}
  return {...reading, node: {...node, view: [...node.view, stranger]}}
}
