import {expect} from 'chai'
import {kindsFor} from '../../../../src/planning/spread/audit.js'
import {type Board, boardOf} from '../../../../src/planning/spread/board.js'
import {mendSeating, scoreOf} from '../../../../src/planning/spread/mend.js'
import {compareScores} from '../../../../src/planning/spread/score.js'
import {searchSeatings, type SeatingPath} from '../../../../src/planning/spread/search.js'
import {randomNumbers} from '../random.js'
import {placement, randomText} from './clusters.js'

describe('[U] mendSeating', () => {
  it('is nearly always as safe and as cheap as the best way of all', () => {
    const random = randomNumbers(11)
    const results = Array.from({length: 300}, () => {
      const board = boardFrom(randomText(random))
      const best = searchSeatings(board, 100_000)
      expect(best.proven).to.equal(true)
      const mended = mendSeating(board)
      expect(scoreOf(board, mended).slice(-2)[0]).to.equal(bytesOf(board, mended))
      return {
        hops: best.hops.length > 0,
        asSafe: compareScores(mended.rated.safety, best.rated.safety) <= 0,
        asCheap: bytesOf(board, mended) <= bytesOf(board, best),
      }
    })
    const moving = results.filter(({hops}) => hops)
    expect(moving).to.have.lengthOf.above(60)
    expect(moving.filter(({asSafe}) => asSafe)).to.have.lengthOf.at.least(0.97 * moving.length)
    expect(moving.filter(({asSafe, asCheap}) => asSafe && asCheap)).to.have.lengthOf.at.least(
      0.95 * moving.length,
    )
  }).timeout(60_000)

  it('leads replicas through other shards to where only they help', () => {
    // Only c could spare a node, but that is in the zone of the shard that needs one.
    const board = boardFrom('9 a/x b/x\n7 c/y d/z\n8 e/x f/x g/y')
    const {hops, rated} = mendSeating(board)
    expect(hops.map(({from, to}) => [from, to])).to.deep.equal([
      [2, 1],
      [1, 0],
    ])
    expect(rated.safety.slice(0, 2)).to.deep.equal([0, 0])
  })

  it('moves replicas to where primaries find room', () => {
    const board = boardFrom('5 a/x b/y\n5 c/x d/y\n5 e/x f/y g/z')
    expect(mendSeating(board).hops).to.deep.equal([])
    const crowded = boardFrom('5 a/x b/y\n5 c/x d/y\n5 e/x f/y\n5 g/x h/y\n5 m/x n/y\n5 i/z j/z k/z l/x')
    const {hops, rated} = mendSeating(crowded)
    expect(hops).to.have.lengthOf(1)
    expect(rated.safety.slice(-2)).to.deep.equal([0, 0])
  })
})

describe('[U] searchSeatings', () => {
  it('says when it has not looked at all seatings', () => {
    const board = boardFrom('9 a a a\n7 b b b\n8 a b c')
    expect(searchSeatings(board, 2).proven).to.equal(false)
    expect(searchSeatings(board, 100_000).proven).to.equal(true)
  })
})

function boardFrom(text: string): Board {
  const given = placement(text)
  return boardOf(given, kindsFor(given))
}

function bytesOf(board: Board, {hops}: SeatingPath): number {
  return hops.reduce((sum, {to}) => sum + (board.bytes[to] ?? 0), 0)
}
