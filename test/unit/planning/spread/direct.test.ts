import {expect} from 'chai'
import {afterHop, boardOf, leaversOf, type Seating} from '../../../../src/planning/spread/board.js'
import {directHops} from '../../../../src/planning/spread/direct.js'
import {placement} from './clusters.js'

describe('[U] directHops', () => {
  it('takes each node where it has to be by one hop, and no node that has to stay', () => {
    const {board, hops} = hopsTo('9 a b\n7 c d\n8 e f g', ['a b f', 'c g', 'd e'])
    expect(hops).to.have.lengthOf(3)
    let seating = board.start
    for (const hop of hops ?? []) {
      expect(leaversOf(board, seating[hop.from] ?? [])).to.include(hop.spot)
      seating = afterHop(seating, hop)
    }
    expect(seating).to.deep.equal(seatingOf(['a b f', 'c g', 'd e']))
  })

  it('finds no order if no shard has a node to spare', () => {
    expect(hopsTo('9 a b\n7 c d', ['a d', 'b c']).hops).to.equal(undefined)
  })

  it('has no hops to where it is', () => {
    expect(hopsTo('9 a b\n7 c d', ['a b', 'c d']).hops).to.deep.equal([])
  })
})

function hopsTo(text: string, target: readonly string[]) {
  const board = boardOf(placement(text), ['host'])
  return {board, hops: directHops(board, seatingOf(target))}
}

/** Hosts a, b, … are the spots 0, 1, …: each has one node. */
function seatingOf(target: readonly string[]): Seating {
  return target.map((hosts) => hosts.split(' ').map((host) => host.charCodeAt(0) - 'a'.charCodeAt(0)))
}
