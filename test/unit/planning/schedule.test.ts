import {expect} from 'chai'
import type {MoveMethod} from '../../../src/domain/move.js'
import {type MethodicalMove, scheduleMoves} from '../../../src/planning/schedule.js'
import {id, nameOf} from '../../support/snapshot.js'
import {randomNumbers} from './random.js'

function move(pair: string, slots: number, method: MoveMethod = 'keys'): MethodicalMove {
  const [source = '', target = ''] = pair.split('>')
  return {source: id(source), target: id(target), ranges: [{start: 0, end: slots - 1}], method}
}

function afterOf(moves: readonly MethodicalMove[], parallel?: number): (readonly number[])[] {
  return scheduleMoves(moves, {parallel}).map(({after}) => after)
}

function orderOf(moves: readonly MethodicalMove[], parallel: number): string[] {
  return scheduleMoves(moves, {parallel}).map(({source, target}) => `${nameOf(source)}>${nameOf(target)}`)
}

describe('[U] scheduleMoves', () => {
  it('lets key by key and Valkey moves share nodes', () => {
    const moves = [move('a>d', 10), move('b>d', 10), move('c>d', 10, 'atomic-valkey')]
    expect(afterOf(moves)).to.deep.equal([[], [], []])
  })

  it('gives a Redis node one atomic move at a time', () => {
    const three = ['a>d', 'b>d', 'c>d'].map((pair) => move(pair, 10, 'atomic-redis'))
    expect(afterOf(three)).to.deep.equal([[], [0], [1]])
    const square = ['a>c', 'a>d', 'b>c', 'b>d'].map((pair) => move(pair, 10, 'atomic-redis'))
    const steps = scheduleMoves(square, {})
    expect(steps.filter(({after}) => after.length === 0)).to.have.length(2)
    expect(steps.slice(2).every(({after}) => after.every((at) => at < 2))).to.equal(true)
  })

  it('limits the number of moves that run at once, and counts from the index of the first step', () => {
    const moves = ['a>d', 'b>d', 'c>d'].map((pair) => move(pair, 10))
    expect(afterOf(moves, 1)).to.deep.equal([[], [0], [1]])
    expect(scheduleMoves(moves, {parallel: 2, offset: 5}).map(({after}) => after)).to.deep.equal([
      [],
      [],
      [5],
    ])
  })

  it('plans each move as a step with its ends, its slots and its method', () => {
    expect(scheduleMoves([move('a>d', 10, 'atomic-valkey')], {})).to.deep.equal([
      {
        kind: 'migrate-slots',
        source: id('a'),
        target: id('d'),
        ranges: [{start: 0, end: 9}],
        method: 'atomic-valkey',
        after: [],
      },
    ])
  })

  it('starts with the longest move', () => {
    const apart = [move('a>d', 5), move('b>e', 20), move('c>f', 10)]
    expect(orderOf(apart, 1)).to.deep.equal(['b>e', 'c>f', 'a>d'])
    expect(orderOf([move('a>d', 5), move('a>e', 10)], 1)).to.deep.equal(['a>e', 'a>d'])
  })

  it('starts moves of the node that has most to send or to receive before a longer one', () => {
    const receiving = ['a>d', 'b>d', 'c>d'].map((pair) => move(pair, 10))
    expect(orderOf([move('x>y', 15), ...receiving], 1)).to.deep.equal(['a>d', 'b>d', 'x>y', 'c>d'])
    const sending = ['d>a', 'd>b', 'd>c'].map((pair) => move(pair, 10))
    expect(orderOf([move('x>y', 15), ...sending], 1)).to.deep.equal(['d>a', 'd>b', 'x>y', 'd>c'])
  })

  it('starts the next move after the one that is expected to end first', () => {
    const moves = [move('a>e', 30), move('b>f', 10), move('c>g', 6), move('d>h', 5)]
    expect(afterOf(moves, 2)).to.deep.equal([[], [], [1], [2]])
  })

  it('waits for no other move than the one it conflicts with while more may run at once', () => {
    const moves = [
      move('a>b', 10),
      move('a>c', 10),
      move('d>e', 10, 'atomic-redis'),
      move('d>f', 5, 'atomic-redis'),
    ]
    expect(afterOf(moves)).to.deep.equal([[], [], [], [2]])
    expect(afterOf(moves, 4)).to.deep.equal([[], [], [], [2]])
    expect(afterOf(moves, 3), 'no more may run').to.deep.equal([[], [], [], [0, 2]])
  })

  it('keeps its rules for random moves', () => {
    const numbers = randomNumbers(7)
    const random = () => numbers(1_000_000) / 1_000_000
    const methods: MoveMethod[] = ['keys', 'atomic-valkey', 'atomic-redis']
    for (let round = 0; round < 200; round++) {
      const parallel = random() < 0.5 ? 1 + Math.floor(random() * 3) : undefined
      const moves = Array.from({length: 1 + Math.floor(random() * 10)}, () => {
        const [source, target] = ['abc'[Math.floor(random() * 3)], 'def'[Math.floor(random() * 3)]]
        return move(`${source}>${target}`, 1 + Math.floor(random() * 50), methods[Math.floor(random() * 3)])
      })
      const steps = scheduleMoves(moves, {parallel})
      expect(steps).to.have.length(moves.length)
      // Two moves may run at the same time unless one of them waits for the other, directly or indirectly.
      const ahead: Set<number>[] = []
      steps.forEach(({after}, at) => {
        expect(after.every((before) => before < at)).to.equal(true)
        ahead.push(new Set([...after, ...after.flatMap((before) => [...(ahead[before] ?? [])])]))
      })
      steps.forEach((step, at) => {
        steps.slice(0, at).forEach((other, before) => {
          const shared = [step.source, step.target].some(
            (node) => node === other.source || node === other.target,
          )
          const atomic = step.method === 'atomic-redis' || other.method === 'atomic-redis'
          if (shared && atomic) expect(ahead[at]?.has(before), `round ${round}`).to.equal(true)
        })
      })
      if (parallel !== undefined)
        expect(
          widest(
            steps.map(({after}) => after),
            random,
          ),
        ).to.be.at.most(parallel)
    }
  })
})

/** The most moves that run at once, if each takes a random time and starts as soon as it may. */
function widest(afters: readonly (readonly number[])[], random: () => number): number {
  const times: {start: number; end: number}[] = []
  for (const after of afters) {
    const start = Math.max(0, ...after.map((at) => times[at]?.end ?? 0))
    times.push({start, end: start + 0.1 + random()})
  }
  return Math.max(
    ...times.map(({start}) => times.filter((one) => one.start <= start && one.end > start).length),
  )
}
