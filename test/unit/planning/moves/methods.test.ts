import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import type {EndpointFacts} from '../../../../src/domain/move-facts.js'
import {type MethodWish, wishOf} from '../../../../src/planning/moves/methods.js'
import {payloadVersion} from '../../../../src/planning/moves/payload.js'
import {id, nameOf} from '../../../support/snapshot.js'
import {end, info, plan, planned} from './ends.js'

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

  it('keeps what an earlier plan moves key by key, and judges an atomic move by what both ends support now', () => {
    expect(wishOf({method: 'keys'})).to.equal('keys')
    const denied = [{command: 'MIGRATE', reason: 'no permission'}] as const
    const wish = wishOf({method: 'atomic-redis'})
    expect(plan({denied}, {}, wish)).to.deep.include({method: 'atomic-redis', problems: []})
    expect(plan({...OLD, denied}, OLD, wish)).to.deep.include({method: 'keys', problems: ['command-denied']})
  })

  it('refuses a login that MIGRATE of the source does not have, and none where the target wants none', () => {
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

  it('moves key by key between servers of which one has no atomic move, or another one', () => {
    for (const [source, target] of [
      [OLD, {}],
      [{}, OLD],
      [OLD, OLD],
      [VALKEY, {}],
    ] as const) {
      expect(plan(source, target, 'auto', {keys: 0})).to.deep.include({
        method: 'keys',
        cautions: [],
        problems: [],
      })
      expect(plan(source, target, 'atomic', {keys: 0}).problems).to.deep.equal(['atomic-unknown'])
    }
  })

  it('does not fall back to another method where atomic was asked for', () => {
    const openSlots = [{slot: 1, direction: 'importing', peer: id('b')}] as const
    expect(plan({openSlots}, {}, 'atomic')).to.deep.include({
      method: 'atomic-redis',
      cautions: [],
      problems: ['atomic-open-slots'],
    })
    const denied = [{command: 'MIGRATE', reason: 'NOPERM'}] as const
    expect(plan({...OLD, denied}, {}, 'atomic').problems, 'nor would the advice help').to.deep.equal([
      'atomic-unknown',
      'command-denied',
    ])
    expect(plan({openSlots}, {openSlots}, 'keys'), 'nor minds what matters to others').to.deep.include({
      method: 'keys',
      cautions: [],
      problems: [],
    })
  })

  it('takes the login between servers for possible where it is not known, and for that of the user default', () => {
    const asks = {...VALKEY, asksPassword: true}
    expect(plan({...VALKEY, hasReplicationPassword: undefined}, asks).method).to.equal('atomic-valkey')
    expect(plan({...VALKEY, hasReplicationPassword: true}, asks).method).to.equal('atomic-valkey')
    expect(plan(VALKEY, {...VALKEY, asksPassword: undefined}).method).to.equal('atomic-valkey')
    const reader = {...VALKEY, usersWithoutWrite: ['default']}
    expect(plan(VALKEY, reader).cautions).to.deep.equal(['primaryuser-cannot-write'])
    expect(plan({...VALKEY, replicationUser: 'repl'}, reader).cautions).to.deep.equal([])
  })

  it('says of which nodes a sentence is, why, and what to send to which of them', () => {
    const open = {openSlots: [{slot: 1, direction: 'importing', peer: id('b')}]} as const
    const told = (source: Partial<EndpointFacts>, target: Partial<EndpointFacts>, wish: MethodWish) => {
      const {cautions, problems} = planned([['a', 'b']], [end('a', source), end('b', target)], {wish})
      const of = (nodes: readonly NodeId[]) => nodes.map(nameOf).join()
      return [...cautions, ...problems].map(({nodes, message, advice}) => [of(nodes), message, advice])
    }
    expect(told(OLD, {}, 'atomic')).to.deep.equal([
      [
        'a,b',
        'a and b do not support the same atomic move. Both need Redis 8.4 or Valkey 9.0.',
        'Use --method keys, or upgrade both.',
      ],
    ])
    const advice = 'When they are closed, atomic moves are possible again.'
    expect(told(open, open, 'auto')).to.deep.equal([
      ['a', 'a has open slots, so slots move key by key.', advice],
      ['b', 'b has open slots, so slots move key by key.', advice],
    ])
    expect(told(VALKEY, {...VALKEY, asksPassword: true}, 'auto')).to.deep.equal([
      [
        'a',
        'a has no password for b (primaryauth), so an atomic move would fail.',
        'To move atomically, send to a: CONFIG SET primaryauth PASSWORD',
      ],
    ])
    expect(told(VALKEY, {...VALKEY, usersWithoutWrite: ['default']}, 'auto')).to.deep.equal([
      [
        'b',
        'a logs in to b as user default, who may not write there, so an atomic move would fail.',
        'To move atomically, send to b: ACL SETUSER default +@all ~* &*',
      ],
    ])
  })

  it('lets keys on the target be overwritten only key by key, and only if the user agreed', () => {
    const strays = {slots: [{start: 3, end: 4}], keys: 7, hidden: 0}
    const problems = (wish: MethodWish, overwrites: boolean, target: Partial<EndpointFacts> = {}) =>
      planned(
        [['a', 'b']],
        [end('a'), end('b', target)],
        {wish, overwrites},
        {strays: [strays]},
      ).problems.map(({code}) => code)
    expect(problems('keys', true)).to.deep.equal([])
    expect(problems('keys', false)).to.deep.equal(['stray-keys'])
    expect(problems('auto', true)).to.deep.equal(['stray-keys'])
    expect(problems('keys', true, {refusesWrites: 'replica'}), 'other problems stay').to.deep.equal([
      'target-read-only',
    ])
  })

  it('plans each move with the facts of its own ends, and says a sentence once', () => {
    const busy = {slots: [{start: 3, end: 4}], keys: 7, hidden: 0}
    const ends = [end('a'), end('b', OLD), end('c'), end('d', {underWay: ['import of slots 5']})]
    const pairs: [string, string][] = [
      ['a', 'b'],
      ['a', 'c'],
      ['d', 'c'],
      ['d', 'a'],
    ]
    const {planned: moves, problems} = planned(pairs, ends, {wish: 'auto'}, {strays: [undefined, busy]})
    expect(moves.map(({method}) => method)).to.deep.equal(['keys', ...Array(3).fill('atomic-redis')])
    expect(moves.map(({source, target}) => [nameOf(source), nameOf(target)])).to.deep.equal(pairs)
    expect(problems.map(({code, nodes}) => [code, nodes.map(nameOf).join()])).to.deep.equal([
      ['stray-keys', 'c'],
      ['atomic-move-under-way', 'd'],
    ])
  })

  it('warns of a target that all moves to it together would fill, once', () => {
    const memory = {used: 1000, dataset: 4000, limit: 4000}
    const ends = [end('a', {memory}), end('c', {memory}), end('b', {memory}), end('d', {memory})]
    const cautions = (...pairs: [string, string][]) =>
      planned(pairs, ends, {wish: 'auto'}, {keys: pairs.map(() => 500)}).cautions.map(
        ({code, nodes}) => `${code} ${nodes.map(nameOf).join()}`,
      )
    expect(cautions(['a', 'b'])).to.deep.equal([])
    expect(cautions(['a', 'b'], ['c', 'd'])).to.deep.equal([])
    expect(cautions(['a', 'b'], ['c', 'b'])).to.deep.equal(['target-memory b'])
  })

  it('knows what servers write into the keys they send', () => {
    const versions = ['6.0.16', '7.0.15', '7.2.4', '7.4.0', '8.6.3'].map((version) =>
      payloadVersion(info(version)),
    )
    expect(versions).to.deep.equal([9, 10, 11, 12, 13])
    expect(payloadVersion(info('8.1.0', 'valkey'))).to.equal(11)
    expect(payloadVersion(info('9.1.2', 'valkey'))).to.equal(80)
  })
})
