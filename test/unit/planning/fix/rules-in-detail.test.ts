import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import type {FixConsent} from '../../../../src/domain/repair.js'
import type {SlotFacts} from '../../../../src/planning/fix/facts.js'
import {decide} from '../../../../src/planning/fix/rules.js'
import {GONE} from '../../../support/slot-combinations.js'
import {AWAY, HEALTHY, type Kind, LOST, R, S, T, U, world} from './rules-world.js'

const NONE: FixConsent = {withoutLostPrimaries: false, loseData: false}
const ALL: FixConsent = {withoutLostPrimaries: true, loseData: true}
const UNOWNED: SlotFacts = {...HEALTHY, owners: [], named: undefined, keys: new Map()}
const OPEN: SlotFacts = {...HEALTHY, migrating: new Map([[S, T]]), importing: new Map([[T, S]])}

function counts(...keys: [NodeId, number][]): Map<NodeId, number> {
  return new Map(keys)
}

function intent(source: NodeId, target: NodeId) {
  return {source, target, ranges: []}
}

describe('[U] the rule for a slot of nobody', () => {
  it('is to wait for an owner that the others do not know, whatever else is true', () => {
    const facts = {...UNOWNED, outside: U, named: LOST, keys: counts([T, 1])}
    expect(decide(facts, world(), ALL)).to.deep.equal({rule: 'owner-outside', blocked: {about: U}})
  })

  it('is to make the node its owner that was told to import it', () => {
    const facts = {...UNOWNED, importing: new Map([[T, S]])}
    expect(decide(facts, world(), NONE)).to.deep.equal({rule: 'unowned-importing', close: [], claim: T})
    expect(decide({...facts, migrating: new Map([[S, T]])}, world(), NONE)).to.deep.equal({
      rule: 'unowned-importing',
      close: [S],
      claim: T,
    })
  })

  it('is to leave it with the node that the others name, unless one node imports it', () => {
    const importing = new Map([
      [U, S],
      [T, S],
    ])
    expect(decide({...UNOWNED, named: S}, world(), NONE)).to.deep.equal({
      rule: 'unowned-known',
      close: [],
      claim: S,
    })
    expect(decide({...UNOWNED, named: S, importing}, world(), NONE)).to.deep.equal({
      rule: 'unowned-known',
      close: [T, U],
      claim: S,
    })
  })

  it('is to give it to any node if nothing says whose it was', () => {
    const importing = new Map([
      [T, S],
      [U, S],
    ])
    expect(decide({...UNOWNED, importing}, world(), NONE)).to.deep.equal({
      rule: 'unowned-empty',
      close: [T, U],
      claim: 'spread',
    })
    expect(decide({...UNOWNED, named: R}, world(), NONE), 'a replica owns nothing').to.include({
      claim: 'spread',
    })
  })

  it('prefers more keys, then the lower id, in whatever order nodes answered', () => {
    const claim = (...keys: [NodeId, number][]) =>
      decide({...UNOWNED, keys: counts(...keys)}, world(), NONE)?.claim
    expect(claim([S, 1], [T, 2])).to.equal(T)
    expect(claim([T, 2], [S, 1])).to.equal(T)
    expect(claim([S, 2], [T, 2])).to.equal(S)
    expect(claim([T, 2], [S, 2])).to.equal(S)
  })

  it('says that there were keys also after a lost owner was given up', () => {
    expect(decide({...UNOWNED, named: LOST, keys: counts([T, 1])}, world(), ALL)).to.deep.equal({
      rule: 'unowned-keys',
      close: [],
      claim: T,
    })
  })
})

describe('[U] the rule for a slot of several nodes', () => {
  const both: SlotFacts = {...HEALTHY, owners: [S, T], keys: counts([S, 3])}
  const equal = {...world(), epochOf: () => 7}

  it('is that the highest config epoch wins, as among servers, and the others send their keys', () => {
    expect(decide({...both, intent: intent(T, S)}, world(), NONE)).to.deep.equal({
      rule: 'claimed-twice',
      close: [],
      giveUp: [S],
      claim: T,
    })
    expect(decide({...both, owners: [U, S, T], keys: counts([S, 3])}, world(), NONE)).to.deep.include({
      giveUp: [S, T],
      claim: U,
    })
    expect(decide({...both, keys: counts([S, 3], [U, 1])}, world(), NONE)).to.deep.include({adopt: [U]})
  })

  it('clears first a mark of the winner by which it would refuse keys', () => {
    const facts = {...both, migrating: new Map([[T, S]]), importing: new Map([[S, T]])}
    expect(decide(facts, world(), NONE)).to.deep.equal({
      rule: 'claimed-twice',
      unmark: T,
      close: [S],
      giveUp: [S],
      claim: T,
    })
    const loser = decide({...both, migrating: new Map([[S, T]])}, world(), NONE)
    expect(loser).to.deep.include({close: [S]})
    expect(loser).not.to.have.property('unmark')
  })

  it('is decided by the journal, then more keys, then the lower id, where epochs are equal', () => {
    const winner = (facts: Partial<SlotFacts>) => decide({...both, ...facts}, equal, NONE)?.claim
    for (const owners of [
      [S, T],
      [T, S],
    ]) {
      expect(winner({owners, intent: intent(S, T)})).to.equal(T)
      expect(winner({owners, keys: counts([S, 1], [T, 2])})).to.equal(T)
      expect(winner({owners, keys: counts([T, 1])})).to.equal(T)
      expect(winner({owners, keys: counts()})).to.equal(S)
    }
  })

  it('clears marks, but not one by which keys are found that go to the winner', () => {
    const close = (peer: NodeId, kind: Kind) => {
      const facts = {
        ...both,
        migrating: new Map([[S, U]]),
        importing: new Map([[U, peer]]),
        keys: counts([S, 3], [U, 1]),
      }
      return decide(facts, world({}, kind), NONE)?.close
    }
    expect(close(S, 'plain')).to.deep.equal([S])
    expect(close(S, 'hides')).to.deep.equal([S])
    // It would take the slot when it hears that S does not own it any more.
    expect(close(S, 'takes')).to.deep.equal([S, U])
    expect(close(T, 'takes')).to.deep.equal([S])
  })
})

describe('[U] the rule for an open slot of one node', () => {
  it('is to finish a move of which keys have arrived, and to clear marks of nodes that have no part in it', () => {
    const facts = {...OPEN, importing: new Map([...OPEN.importing, [U, S]]), keys: counts([S, 1], [T, 1])}
    expect(decide(facts, world(), NONE)).to.deep.equal({rule: 'finish-move', close: [U], path: [S, T]})
    expect(decide({...facts, disputed: true}, world(), NONE)).to.deep.equal({
      rule: 'finish-move',
      close: [U],
      claim: S,
      path: [S, T],
    })
  })

  it('is to close it if no key has arrived, and to settle what is disputed', () => {
    expect(decide(OPEN, world(), NONE)).to.deep.equal({rule: 'close-move', close: [S, T]})
    expect(decide({...OPEN, disputed: true}, world(), NONE)).to.deep.equal({
      rule: 'close-move',
      close: [S, T],
      claim: S,
    })
    expect(decide({...HEALTHY, disputed: true}, world(), NONE)).to.deep.equal({rule: 'disputed', claim: S})
    const stray = {...HEALTHY, disputed: true, keys: counts([S, 1], [T, 1])}
    expect(decide(stray, world(), NONE)).to.deep.equal({rule: 'orphan-keys', claim: S, adopt: [T]})
  })

  it('is to start no move that the journal only intends', () => {
    expect(decide({...HEALTHY, intent: intent(S, T)}, world(), NONE)).to.equal(undefined)
    const elsewhere = {...HEALTHY, migrating: new Map([[S, U]]), intent: intent(S, T)}
    expect(decide(elsewhere, world(), NONE)).to.deep.equal({rule: 'close-move', close: [S]})
  })

  it('is to finish the move in the journal if a mark on either end shows that it has begun', () => {
    const path = (facts: Partial<SlotFacts>) =>
      decide({...HEALTHY, intent: intent(S, T), ...facts}, world(), NONE)?.path
    expect(path({migrating: new Map([[S, T]])})).to.deep.equal([S, T])
    expect(path({importing: new Map([[T, S]])})).to.deep.equal([S, T])
    expect(path({migrating: new Map([[S, GONE]])}), 'from which T took over').to.deep.equal([S, T])
    expect(path({migrating: new Map([[S, LOST]])}), 'from which T took over').to.deep.equal([S, T])
  })

  it('is to finish the move at a target that has keys and no mark any more, because clients are sent there', () => {
    const facts = {...HEALTHY, migrating: new Map([[S, T]]), keys: counts([S, 1], [T, 1])}
    expect(decide(facts, world(), NONE)).to.deep.equal({rule: 'finish-move', close: [], path: [S, T]})
  })

  it('is to finish the move at a node that took over from the target, whatever other replicas that had', () => {
    const facts = {...HEALTHY, migrating: new Map([[S, LOST]]), keys: counts([S, 1], [U, 1])}
    const finished = {rule: 'finish-move', path: [S, U]}
    expect(decide(facts, world({[LOST]: R}, 'plain', {[LOST]: U}), NONE)).to.deep.include(finished)
    const inJournal = {...facts, intent: intent(S, U)}
    expect(decide(inJournal, world({[LOST]: R}), NONE)).to.deep.include(finished)
    expect(decide(facts, world({[LOST]: R}), NONE)).to.deep.equal({rule: 'mark-to-lost-node', revive: R})
  })

  it('is to close it if the journal has another source, or a target that is no primary any more', () => {
    const remedy = (move: SlotFacts['intent'], peer: NodeId) =>
      decide({...HEALTHY, intent: move, migrating: new Map([[S, peer]])}, world(), NONE)
    expect(remedy(intent(U, T), T)).to.deep.equal({rule: 'close-move', close: [S]})
    expect(remedy(intent(S, R), R)).to.deep.equal({rule: 'close-move', close: [S]})
    expect(remedy(intent(S, AWAY), AWAY)).to.deep.equal({
      rule: 'mark-to-lost-node',
      blocked: {about: AWAY},
    })
  })

  it('is to send it to nobody who just was a replica of a node that still answers', () => {
    const facts = {...HEALTHY, migrating: new Map([[S, T]]), keys: counts([S, 1], [U, 1])}
    expect(decide(facts, world({}, 'plain', {[T]: U}), NONE)).to.deep.equal({
      rule: 'close-move',
      close: [S],
      adopt: [U],
    })
  })

  it('is to finish it where most keys are if the node that the mark names is gone', () => {
    const importing = new Map([
      [T, S],
      [U, S],
    ])
    const open = {...HEALTHY, migrating: new Map([[S, GONE]]), importing}
    const path = (...keys: [NodeId, number][]) =>
      decide({...open, keys: counts(...keys)}, world(), NONE)?.path
    const meant = {...open, keys: counts([T, 1], [U, 2]), intent: intent(S, T)}
    expect(decide(meant, world(), NONE), 'but the journal counts more').to.deep.include({
      path: [S, T],
      adopt: [U],
    })
    expect(path([T, 2], [U, 1])).to.deep.equal([S, T])
    expect(path([U, 1], [T, 2])).to.deep.equal([S, T])
    expect(path([T, 1], [U, 2])).to.deep.equal([S, U])
    expect(path([T, 1], [U, 1]), 'the same in whatever order nodes answered').to.deep.equal(
      path([U, 1], [T, 1]),
    )
  })
})
