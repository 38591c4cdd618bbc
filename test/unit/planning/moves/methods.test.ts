import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import type {EndpointFacts, Strays} from '../../../../src/domain/move-facts.js'
import type {NodeInfo} from '../../../../src/domain/node.js'
import {payloadVersion} from '../../../../src/planning/moves/payload.js'
import {type MethodWish, planMethods} from '../../../../src/planning/moves/methods.js'
import {id, nameOf, snapshot} from '../../../support/snapshot.js'

function info(version: string, software: 'redis' | 'valkey' = 'redis'): NodeInfo {
  const node = snapshot(`a 0-16383 version=${version} software=${software} keys=1000`).nodes[0]
  if (!node?.info) throw new Error('no info')
  return node.info
}

function end(name: string, facts: Partial<EndpointFacts> = {}): EndpointFacts {
  return {
    node: id(name),
    info: info('8.6.3'),
    atomic: 'atomic-redis',
    underWay: [],
    leftOver: [],
    login: 'none',
    slots: [],
    openSlots: [],
    modules: [],
    functions: [],
    denied: [],
    asksPassword: false,
    replicationUser: undefined,
    hasReplicationPassword: false,
    usersWithoutWrite: [],
    refusesWrites: undefined,
    memory: {used: 1000, dataset: 500, limit: 0},
    ...facts,
  }
}

function plan(
  source: Partial<EndpointFacts>,
  target: Partial<EndpointFacts>,
  wish: MethodWish = 'auto',
  {
    keys = 100,
    strays,
    stranded,
  }: {readonly keys?: number; readonly strays?: Strays; readonly stranded?: Strays} = {},
) {
  const ends = [end('a', source), end('b', target)]
  const {planned, cautions, problems} = planMethods(
    [{source: id('a'), target: id('b'), ranges: [{start: 0, end: 9}]}],
    {
      ends: new Map(ends.map((one) => [one.node, one])),
      keys: [keys],
      strays: [strays],
      stranded: new Map(stranded ? [[id('a'), stranded]] : []),
    },
    {wish, nameOf: nameOf},
  )
  return {
    method: planned[0]?.method,
    cautions: cautions.map(({code}) => code),
    problems: problems.map(({code}) => code),
    advice: [...problems, ...cautions].map(({advice}) => advice).join(' '),
  }
}

const VALKEY = {atomic: 'atomic-valkey', info: info('9.1.2', 'valkey')} as const
const OLD = {atomic: undefined, info: info('7.0.15')} as const

describe('[U] planMethods', () => {
  it('chooses the atomic move that both ends support, by default', () => {
    expect(plan({}, {})).to.deep.include({method: 'atomic-redis', cautions: [], problems: []})
    expect(plan(VALKEY, VALKEY)).to.deep.include({method: 'atomic-valkey', cautions: [], problems: []})
    expect(plan({}, {}, 'keys').method).to.equal('keys')
  })

  it('moves key by key if an end is too old, without a caution, and refuses if the user asked for atomic', () => {
    expect(plan(OLD, {})).to.deep.include({method: 'keys', cautions: [], problems: []})
    expect(plan(OLD, {}, 'atomic').problems).to.deep.equal(['atomic-unknown'])
  })

  it('moves key by key if slots are open, or the source could not log in, and says why', () => {
    expect(plan({}, {openSlots: [{slot: 1, direction: 'importing', peer: 'b' as NodeId}]})).to.deep.include({
      method: 'keys',
      cautions: ['atomic-open-slots'],
    })
    const locked = plan(VALKEY, {...VALKEY, asksPassword: true})
    expect(locked).to.deep.include({method: 'keys', cautions: ['primaryauth-missing']})
    expect(locked.advice).to.contain('a: CONFIG SET primaryauth')
    expect(plan(VALKEY, {...VALKEY, asksPassword: true}, 'atomic').problems).to.deep.equal([
      'primaryauth-missing',
    ])
    const user = plan({...VALKEY, replicationUser: 'repl'}, {...VALKEY, usersWithoutWrite: ['repl']})
    expect(user).to.deep.include({method: 'keys', cautions: ['primaryuser-cannot-write']})
    expect(plan({asksPassword: true}, {asksPassword: true}).method, 'Redis needs none').to.equal(
      'atomic-redis',
    )
  })

  it('refuses moves that would fail half-way', () => {
    expect(plan({underWay: ['import of slots 5']}, {}).problems).to.deep.equal(['atomic-move-under-way'])
    expect(plan({modules: ['search', 'lua']}, {modules: []}).problems).to.deep.equal(['module-missing'])
    expect(plan({}, OLD).problems).to.deep.equal(['payload-too-new'])
    expect(plan({}, OLD, 'auto', {keys: 0}).problems, 'no keys').to.deep.equal([])
    for (const reason of ['bgsave-failed', 'too-few-replicas', 'replica'] as const) {
      expect(plan({}, {refusesWrites: reason}).problems).to.deep.equal(['target-read-only'])
    }
    const denied = [{command: 'RESTORE-ASKING', reason: 'NOPERM'}] as const
    expect(plan({}, {denied}).problems, 'servers move by themselves').to.deep.equal([])
    expect(plan({}, {denied}, 'keys').problems).to.deep.equal(['command-denied'])
    expect(plan({denied}, {}, 'keys').problems, 'the source restores nothing').to.deep.equal([])
    expect(plan({denied: [{command: 'MIGRATE', reason: 'NOPERM'}]}, {}, 'keys').advice).to.contain('+migrate')
  })

  it('refuses a target that holds stray keys, hidden or not, with any method', () => {
    const none = {slots: [], keys: 0, hidden: 0}
    const shown = {slots: [{start: 3, end: 4}], keys: 7, hidden: 0}
    for (const wish of ['auto', 'keys'] as const) {
      expect(plan({}, {}, wish, {keys: 0, strays: none}).problems).to.deep.equal([])
      expect(plan({}, {}, wish, {keys: 0, strays: shown}).problems).to.deep.equal(['stray-keys'])
      expect(plan({}, {}, wish, {keys: 0, strays: {...none, hidden: 2}}).problems).to.deep.equal([
        'stray-keys',
      ])
    }
    expect(plan({}, {}, 'auto', {keys: 0, strays: shown}).advice).to.contain(
      'clustertool fix b --search-multiple-owners',
    )
  })

  it('refuses to take the last slot of a source that holds stray keys, with any method', () => {
    const stranded = {slots: [{start: 900, end: 901}], keys: 7, hidden: 0}
    for (const wish of ['auto', 'keys'] as const) {
      expect(plan({}, {}, wish, {stranded}).problems).to.deep.equal(['stranded-keys'])
      expect(plan({}, {}, wish, {stranded: {...stranded, keys: 0}}).problems).to.deep.equal([])
      expect(plan({}, {}, wish, {stranded: {...stranded, keys: 0, hidden: 1}}).problems).to.deep.equal([
        'stranded-keys',
      ])
    }
    expect(plan({}, {}, 'auto', {stranded}).advice).to.contain('clustertool fix a --search-multiple-owners')
  })

  it('refuses a login that MIGRATE of the source does not support, unless the target requires none', () => {
    const of = (version: string, login: EndpointFacts['login']) =>
      plan({atomic: undefined, info: info(version)}, {login}, 'keys').problems
    expect(of('5.0.14', 'user')).to.deep.equal(['login-too-new'])
    expect(of('5.0.14', 'password')).to.deep.equal([])
    expect(of('6.0.0', 'user')).to.deep.equal([])
    expect(of('4.0.6', 'password')).to.deep.equal(['login-too-new'])
    expect(of('4.0.7', 'password')).to.deep.equal([])
    expect(of('4.0.6', 'none')).to.deep.equal([])
  })

  it('refuses to open slots of a failed move that the source keeps on its list', () => {
    const left = {leftOver: ['migrate of slots 5']}
    expect(plan(left, {}, 'keys').problems).to.deep.equal(['atomic-move-left-over'])
    expect(plan(left, {}).problems, 'a new atomic move replaces it').to.deep.equal([])
  })

  it('adds cautions about what works but may surprise', () => {
    const functions = [{name: 'lib', code: 'x'}]
    expect(plan({functions}, {}).cautions).to.deep.equal(['functions-overwritten'])
    expect(plan({functions}, {}, 'keys').cautions).to.deep.equal(['functions-missing'])
    expect(plan({functions}, {functions}).cautions).to.deep.equal([])
    expect(plan({modules: ['search']}, {modules: ['search']}).cautions).to.deep.equal(['modules-atomic'])
    const memory = {used: 1000, dataset: 100_000, limit: 5000}
    expect(plan({memory}, {memory}).cautions).to.deep.equal(['target-memory'])
    expect(plan({memory}, {memory}, 'auto', {keys: 1}).cautions).to.deep.equal([])
  })

  it('knows the version that servers write into the payloads of keys', () => {
    const versions = ['6.0.16', '7.0.15', '7.2.4', '7.4.0', '8.6.3'].map((version) =>
      payloadVersion(info(version)),
    )
    expect(versions).to.deep.equal([9, 10, 11, 12, 13])
    expect(payloadVersion(info('8.1.0', 'valkey'))).to.equal(11)
    expect(payloadVersion(info('9.1.2', 'valkey'))).to.equal(80)
  })
})
