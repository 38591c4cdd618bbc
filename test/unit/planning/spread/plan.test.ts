import {expect} from 'chai'
import type {Place} from '../../../../src/domain/finding.js'
import {applyActions} from '../../../../src/planning/spread/apply.js'
import {kindsFor} from '../../../../src/planning/spread/audit.js'
import {planSpread} from '../../../../src/planning/spread/plan.js'
import {randomNumbers} from '../random.js'
import {cpuTime} from '../../../support/cpu-time.js'
import {comparePlans} from './against-all.js'
import {placement} from './clusters.js'
import {safetyOf} from './oracle.js'
import {flawsOf} from './valid.js'

describe('[U] planSpread', () => {
  it('spreads three primaries of one zone by two failovers, one after the other', () => {
    const plan = planOf('5 a/x c/y e/z\n5 a/x c/y e/z\n5 b/x d/y f/z')
    expect(namesOf(plan)).to.deep.equal([['n4 for n3'], ['n8 for n6']])
    expect(reasonsOf(plan)).to.deep.equal([
      {code: 'majority-in-one-place', place: {kind: 'zone', name: 'x'}},
      {code: 'majority-in-one-place', place: {kind: 'zone', name: 'x'}},
    ])
    expect(plan.bytes).to.equal(0)
    expect(
      plan.before.losses.map(({place, losesMajority}) => `${place.name} ${losesMajority}`).slice(0, 3),
    ).to.deep.equal(['x true', 'y false', 'z false'])
    expect(plan.after.losses.every(({losesMajority, lost}) => !losesMajority && lost.length === 0)).to.equal(
      true,
    )
    expect([plan.lacks, plan.shortages]).to.deep.equal([[], []])
  })

  it('does nothing to a placement that is safe', () => {
    const plan = planOf('5 a/x b/y\n5 c/y d/z\n5 e/z f/x')
    expect([plan.waves, plan.lacks, plan.shortages]).to.deep.equal([[], [], []])
  })

  it('gives a spare replica to the shard that needs it, with the bytes of that shard', () => {
    const plan = planOf('7 a b c\n9 b b\n8 c a')
    expect(namesOf(plan)).to.deep.equal([['n2 to n3']])
    expect(plan.bytes).to.equal(9)
    expect(reasonsOf(plan)).to.deep.equal([{code: 'shard-in-one-place', place: {kind: 'host', name: 'b'}}])
  })

  it('prefers failovers to full syncs, and small shards to big ones', () => {
    // Hosts a and b both hold a whole shard with a copy to spare; they can exchange one, or both can take one of c.
    expect(planOf('100 a a a\n1 b b b\n50 c d e').bytes).to.equal(101)
    expect(planOf('100 a a b\n1 a b c\n50 a c d').bytes).to.equal(0)
  })

  it('exchanges two replicas only with a third copy', () => {
    const without = planOf('7 a a\n9 b b\n8 c c')
    expect(without.waves).to.deep.equal([])
    expect(without.lacks.map(({where}) => where)).to.deep.equal(['new'])
    const plan = planOf('7 a a\n9 b b\n8 c c d')
    expect(flawsOf(placement('7 a a\n9 b b\n8 c c d'), plan.waves)).to.deep.equal([])
    expect(plan.after.losses.flatMap(({lost}) => lost)).to.deep.equal([])
  })

  it('says that two zones never suffice, and what would', () => {
    const plan = planOf('5 a/x b/y\n5 c/x d/y\n5 e/x f/y')
    expect(plan.waves).to.deep.equal([])
    expect(plan.shortages).to.deep.equal([{kind: 'zone', places: 2, needed: 3}])
    expect(plan.lacks.map(({where, mends}) => [where, mends])).to.deep.equal([['new', ['majority']]])
    expect(plan.after.losses.filter(({losesMajority}) => losesMajority)).to.have.lengthOf(1)
  })

  it('makes one of two zones harmless if that is all that can be had', () => {
    const plan = planOf('5 a/x b/y\n5 c/x d/y\n5 f/y e/x\n5 h/y g/x')
    expect(plan.before.losses.filter(({losesMajority}) => losesMajority)).to.have.lengthOf(2)
    expect(plan.after.losses.filter(({losesMajority}) => losesMajority)).to.have.lengthOf(1)
    expect(namesOf(plan)).to.have.lengthOf(1)
    expect(plan.shortages).to.deep.equal([{kind: 'zone', places: 2, needed: 4}])
  })

  it('spreads primaries over hosts where zones leave no choice', () => {
    const plan = planOf('5 a/x b/x\n5 a/x c/x\n5 d/y e/y\n5 f/y g/y')
    expect(namesOf(plan)).to.deep.equal([['n3 for n2']])
  })

  it('needs a fourth zone for four primaries, and three for all other numbers from three on', () => {
    const needed = (primaries: number) => {
      const text = Array.from({length: primaries}, (_, n) => `5 h${n}/x g${n}/y`).join('\n')
      return planOf(text).shortages.map((shortage) => shortage.needed)[0]
    }
    expect([1, 2, 3, 4, 5, 6, 7, 8, 99].map(needed)).to.deep.equal([
      undefined,
      undefined,
      3,
      4,
      3,
      3,
      3,
      3,
      3,
    ])
  })

  it('leaves two primaries where they are: no placement of them keeps a majority', () => {
    const plan = planOf('5 a b\n5 b a')
    expect(plan.waves).to.deep.equal([])
    expect(plan.after.losses.map(({losesMajority}) => losesMajority)).to.deep.equal([true, true])
    expect(plan.lacks).to.deep.equal([])
    expect(plan.shortages).to.deep.equal([{kind: 'host', places: 2, needed: undefined}])
  })

  it('has nothing to do on one host but to ask for nodes elsewhere', () => {
    const plan = planOf('5 a a\n5 a a\n5 a a')
    expect(plan.waves).to.deep.equal([])
    expect(plan.after.losses.map(({lost, losesMajority}) => [lost.length, losesMajority])).to.deep.equal([
      [3, true],
    ])
    expect(plan.lacks.map(({where, mends}) => [where, mends.join()])).to.deep.equal([
      ['outside', 'shard'],
      ['new', 'shard,majority'],
      ['new', 'shard,majority'],
    ])
  })

  it('uses no node that does not answer, and counts it as no copy', () => {
    const dead = planOf('5 a b!\n5 b c a\n5 c a')
    expect(namesOf(dead)).to.deep.equal([['n3 to n0']])
    expect(planOf('5 a b! a\n5 b c\n5 c a').waves).to.deep.equal([])
  })

  it('never makes a replica primary that is not synced or may not lead', () => {
    for (const mark of ['!', '-']) {
      expect(namesOf(planOf(`5 a/x b/y${mark}\n5 c/x d/y\n5 e/x f/z`))).to.deep.equal([
        ['n3 for n2'],
        ['n5 for n4'],
      ])
      expect(namesOf(planOf(`5 a/x b/y\n5 c/x d/y${mark}\n5 e/x f/z`))).to.deep.equal([
        ['n1 for n0'],
        ['n5 for n4'],
      ])
    }
  })

  it('does not count primaries without slots, and leaves them and their replicas alone', () => {
    const plan = planOf('5 a b\n5 b c\n5 c a\nx a d\nx a')
    expect(plan.waves).to.deep.equal([])
    expect(plan.before.votes).to.deep.equal({total: 3, alive: 3, needed: 2, spare: 1})
    expect(plan.before.losses.map(({place, primaries}) => `${place.name} ${primaries}`)).to.deep.equal([
      'a 1',
      'b 1',
      'c 1',
      'd 0',
    ])
  })

  it('leaves shards alone whose primary does not answer, and counts its vote as lost', () => {
    const plan = planOf('5 a! b\n5 a b c\n5 b c\n5 c d\n5 d a')
    expect(plan.waves).to.deep.equal([])
    expect(plan.before.votes).to.deep.equal({total: 5, alive: 4, needed: 3, spare: 1})
    // The replica has no link to a dead primary, but the text of this placement says that it is synced.
    expect(plan.before.withoutCopy).to.deep.equal([])
    expect(planOf('5 a! b!\n5 a b\n5 b c').before.withoutCopy).to.deep.equal(['n0'])
  })

  it('looks at hosts only if it is told to', () => {
    const text = '5 a/x b/x\n5 c/x d/x\n5 e/x f/x'
    expect(planOf(text, ['host']).lacks).to.deep.equal([])
    expect(planOf(text).lacks).to.have.lengthOf(3)
  })

  it('ends within a second for 200 nodes', () => {
    const text = Array.from({length: 66}, (_, shard) => {
      const words = [0, 1, 2].map((node) => (shard * 3 + node) >> 1).map((host) => `h${host}/z${host % 3}`)
      return `${1000 + shard} ${words.join(' ')}`
    }).join('\n')
    const given = placement(text)
    const kinds = kindsFor(given)
    let plan = planOf('1 a')
    expect(cpuTime(() => (plan = planSpread(given, kinds)))).to.be.below(1000)
    expect(flawsOf(given, plan.waves)).to.deep.equal([])
    expect(safetyOf(applyActions(given, plan.waves.flat()), kinds).every((number) => number === 0)).to.equal(
      true,
    )
  })

  it('is as safe as the best of all plans, and as cheap', () => {
    const {worse, equal, clusters, excess, moving, mended} = comparePlans(randomNumbers(3), 100)
    expect(worse).to.deep.equal([])
    expect([equal, excess]).to.deep.equal([clusters, 0])
    expect(moving).to.be.above(10)
    expect(mended).to.be.above(20)
  }).timeout(120_000)
})

function planOf(text: string, kinds?: readonly Place['kind'][]) {
  const given = placement(text)
  return planSpread(given, kinds ?? kindsFor(given))
}

type Plan = ReturnType<typeof planOf>

/** By wave: `a for b` if a takes over from b, `a to b` if a follows b then. */
function namesOf({waves}: Plan): string[][] {
  return waves.map((wave) =>
    wave.map((action) =>
      action.kind === 'switch-over'
        ? `${action.replica} for ${action.primary}`
        : `${action.node} to ${action.primary}`,
    ),
  )
}

function reasonsOf({waves}: Plan) {
  return waves.flat().map(({reason}) => reason)
}
