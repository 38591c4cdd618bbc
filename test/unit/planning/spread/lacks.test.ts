import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import type {Placement, Seat} from '../../../../src/domain/placement.js'
import type {LackingNode} from '../../../../src/domain/spread.js'
import {applyActions} from '../../../../src/planning/spread/apply.js'
import {auditPlacement, kindsFor} from '../../../../src/planning/spread/audit.js'
import {lacksOf} from '../../../../src/planning/spread/lacks.js'
import {planSpread} from '../../../../src/planning/spread/plan.js'
import {randomNumbers} from '../random.js'
import {placement, randomText} from './clusters.js'
import {safetyOf} from './oracle.js'

describe('[U] lacksOf', () => {
  it('asks for a replica outside of the place with which a shard would be lost', () => {
    expect(lacksIn('5 a/x b/x\n5 c/y d/z\n5 e/z f/y')).to.deep.equal([
      {primary: 'n0', where: 'outside', place: {kind: 'zone', name: 'x'}, mends: ['shard']},
    ])
    expect(lacksIn('5 a\n5 c d\n5 e f')).to.deep.equal([
      {primary: 'n0', where: 'outside', place: {kind: 'host', name: 'a'}, mends: ['shard']},
    ])
  })

  it('asks for one node that mends both, where there is room for a primary', () => {
    expect(lacksIn('5 a/x b/x\n5 c/x d/y\n5 e/x f/y\nx g/z')).to.deep.equal([
      {primary: 'n0', where: 'in', place: {kind: 'zone', name: 'z'}, mends: ['shard', 'majority']},
    ])
  })

  it('asks for nodes in as many new places as it takes', () => {
    const numbers = (text: string) => lacksIn(text).map((lack) => (lack.where === 'new' ? lack.number : 0))
    expect(numbers('5 a/x b/y\n5 c/x d/y\n5 e/x f/y')).to.deep.equal([1])
    expect(numbers('5 a/x b/y\n5 c/x d/y\n5 e/x f/y\n5 g/x h/y')).to.deep.equal([1, 2])
    const five = ['5 a/x b/x', '5 c/x d/x', '5 e/x f/x', '5 g/x h/x', '5 i/x j/x'].join('\n')
    expect(numbers(five)).to.deep.equal([0, 0, 1, 1, 2])
  })

  it('names nodes with which every place can be lost, and fewer if replicas can be exchanged', () => {
    const random = randomNumbers(5)
    let lacking = 0
    let fewer = 0
    for (let turn = 0; turn < 100; turn++) {
      const text = randomText(random)
      const given = placement(text)
      const kinds = kindsFor(given)
      const {waves, lacks} = planSpread(given, kinds)
      const reached = applyActions(given, waves.flat())
      const all = lacksOf(reached, auditPlacement(reached, kinds)).length
      expect(lacks.length, text).to.be.at.most(all)
      fewer += Number(lacks.length < all)
      const bigger = withNewNodes(reached, lacks)
      const again = planSpread(bigger, kinds).waves.flat()
      expect(
        safetyOf(applyActions(bigger, again), kinds).filter((number) => number > 0),
        text,
      ).to.deep.equal([])
      lacking += Math.sign(lacks.length)
    }
    expect(lacking).to.be.above(50)
    expect(fewer).to.be.above(5)
  }).timeout(60_000)
})

function lacksIn(text: string): LackingNode[] {
  const given = placement(text)
  return lacksOf(given, auditPlacement(given, kindsFor(given)))
}

/** The placement with these nodes, each on a host of its own. */
function withNewNodes(given: Placement, lacks: readonly LackingNode[]): Placement {
  const hasZones = given.seats.some(({zone}) => zone !== undefined)
  const seats = lacks.map((lack, index): Seat => {
    const zone = zoneOf(given, lack) ?? `new zone of ${index}`
    return {
      id: `new${index}` as NodeId,
      address: '',
      host: lack.where === 'in' && lack.place.kind === 'host' ? lack.place.name : `new${index}`,
      zone: hasZones ? zone : undefined,
      role: 'replica',
      shard: given.shards.findIndex(({primary}) => primary === lack.primary),
      answers: true,
      synced: true,
      mayLead: true,
    }
  })
  return {...given, seats: [...given.seats, ...seats]}
}

function zoneOf({seats}: Placement, lack: LackingNode): string | undefined {
  if (lack.where === 'new') return `new zone ${lack.number}`
  if (lack.where === 'in') return lack.place.name
  const elsewhere = seats.find(({zone, host}) => ![zone, host].includes(lack.place.name))
  return elsewhere?.zone
}
