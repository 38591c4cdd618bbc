import {expect} from 'chai'
import {planBalance} from '../../../../src/planning/replicate/balance.js'
import {applyActions} from '../../../../src/planning/spread/apply.js'
import {cpuTime} from '../../../support/cpu-time.js'
import {randomNumbers} from '../random.js'
import {placement, randomText} from '../spread/clusters.js'
import {compare, safetyOf} from '../spread/oracle.js'
import {flawsOf} from '../spread/valid.js'

describe('[U] planBalance', () => {
  it('evens out the number of replicas to one', () => {
    const {counts, waves, bytes} = planBalance(placement('5 a b c d\n6 e\n7 f g'))
    expect(counts.map(({before, after}) => [before, after])).to.deep.equal([
      [3, 2],
      [0, 1],
      [1, 1],
    ])
    expect(waves.flat().map(({kind, reason}) => [kind, reason.code])).to.deep.equal([
      ['replicate', 'fewer-replicas'],
    ])
    expect(bytes).to.equal(6)
  })

  it('takes the replica that its shard can do without, and that is good where it goes', () => {
    // n1 is beside its primary n0; n2 and n3 are on the host or in the zone of n4.
    expect(movesIn('5 a/x a/x e/y f/y\n6 e/y')).to.deep.equal(['n1 to n4'])
    expect(movesIn('5 a/x b/y c/z d/y\n6 c/z')).to.deep.equal(['n1 to n4'])
    expect(movesIn('5 a b c d\n6 b\n3 d c')).to.deep.equal(['n2 to n4'])
  })

  it('keeps replicas apart from the primary and from its replicas', () => {
    expect(movesIn('5 a/x b/z c/y d/v\n6 e/z f/w'), 'zone of the primary').to.deep.equal(['n2 to n4'])
    expect(movesIn('5 a/x f/w g/w d/w\n6 e/z f/w'), 'host of a replica').to.deep.equal(['n2 to n4'])
    expect(movesIn('5 a/x g/w c/y d/v\n6 e/z f/w'), 'zone of a replica').to.deep.equal(['n2 to n4'])
  })

  it('prefers the shard with the smallest full sync', () => {
    expect(movesIn('5 a b c d\n9 e f\n2 g h')).to.deep.equal(['n1 to n6'])
  })

  it('leaves even shards alone, and those that have only one synced replica', () => {
    expect(movesIn('5 a b c\n6 d e')).to.deep.equal([])
    const given = placement('5 a b c! d!\n6 d')
    const answering = {...given, seats: given.seats.map((seat) => ({...seat, answers: true}))}
    expect(planBalance(answering).counts.map(({before, after}) => [before, after])).to.deep.equal([
      [3, 3],
      [0, 0],
    ])
  })

  it('counts replicas that are about to be synced, and no shard without slots', () => {
    const syncing = placement('5 a b c d\n6 e f!')
    const seats = syncing.seats.map((seat) => ({...seat, answers: true}))
    expect(planBalance({...syncing, seats}).waves).to.have.lengthOf(1)
    expect(planBalance({...syncing, seats}).counts.map(({after}) => after)).to.deep.equal([2, 2])
    expect(movesIn('5 a b c d\nx e')).to.deep.equal([])
  })

  it('moves as few nodes as possible, one full sync of a primary at a time, and makes nothing less safe', () => {
    const random = randomNumbers(17)
    let moved = 0
    for (let turn = 0; turn < 500; turn++) {
      const text = randomText(random)
      const given = placement(text)
      const {waves, counts} = planBalance(given)
      const reached = applyActions(given, waves.flat())
      expect(flawsOf(given, waves), text).to.deep.equal([])
      expect(
        compare(safetyOf(reached, ['zone', 'host']), safetyOf(given, ['zone', 'host'])),
        text,
      ).to.be.at.most(0)
      const arrivals = counts.reduce((sum, {before, after}) => sum + Math.max(0, after - before), 0)
      expect(waves.flat().length, text).to.equal(arrivals)
      const fewest = Math.min(...counts.map(({after}) => after))
      const givers = counts.filter(
        ({primary, after}) => after > fewest + 1 && syncedReplicas(reached, primary) > 1,
      )
      expect(givers, text).to.deep.equal([])
      moved += waves.flat().length
    }
    expect(moved).to.be.above(100)
  })

  it('ends within a second for 200 nodes', () => {
    const random = randomNumbers(23)
    const lines = Array.from({length: 66}, (_, shard) => {
      const hosts = Array.from({length: 1 + ((shard * 7) % 5)}, () => random(90))
      return [shard + 1, ...hosts.map((host) => `h${host}/z${host % 3}`)].join(' ')
    })
    const given = placement(lines.join('\n'))
    let plan = planBalance(placement('5 a'))
    expect(cpuTime(() => (plan = planBalance(given)))).to.be.below(1000)
    expect(plan.counts.map(({after}) => after).filter((after) => after < 1 || after > 2)).to.deep.equal([])
    expect(flawsOf(given, plan.waves)).to.deep.equal([])
  })
})

function movesIn(text: string): string[] {
  return planBalance(placement(text))
    .waves.flat()
    .map((action) => (action.kind === 'replicate' ? `${action.node} to ${action.primary}` : action.kind))
}

function syncedReplicas({seats, shards}: ReturnType<typeof placement>, primary: string): number {
  const shard = shards.findIndex((one) => one.primary === primary)
  return seats.filter((seat) => seat.shard === shard && seat.role === 'replica' && seat.synced).length
}
