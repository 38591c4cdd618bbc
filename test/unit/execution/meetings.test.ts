import {expect} from 'chai'
import {type Meeting, Introductions, type Unknowing} from '../../../src/execution/meetings.js'

const LATER = 10_000

describe('who should meet whom', () => {
  it('of few nodes, each pair once, in one direction', () => {
    const all = nodes(20)
    const meetings = new Introductions(all, true).next(nobodyKnows(all), 0)
    expect(meetings).to.have.length((20 * 19) / 2)
    expect(new Set(meetings.map(pairOf))).to.have.property('size', meetings.length)
  })

  it('of many nodes, each with about twice log2 of their number, all connected with each other', () => {
    for (const count of [100, 1000]) {
      const all = nodes(count)
      const meetings = new Introductions(all, true).next(nobodyKnows(all), 0)
      expect(Math.max(...countsOf(meetings, ({by}) => by))).to.be.at.most(2 * Math.log2(count))
      expect(reachedFrom(0, meetings)).to.equal(count)
    }
  })

  it('of many nodes among which news does not spread without harm, each pair once', () => {
    const all = nodes(100)
    expect(new Introductions(all, false).next(nobodyKnows(all), 0)).to.have.length((100 * 99) / 2)
  })

  it('new nodes meet all others directly, because these have no reason to talk to each other', () => {
    const all = nodes(200)
    const fresh = all.slice(150)
    const unknowing = all.map((node) => ({
      node,
      strangers: (node < 150 ? fresh : all).filter((other) => other !== node),
    }))
    const meetings = new Introductions(all, true).next(unknowing, 0)
    const withOld = meetings.filter(({by, met}) => Math.min(by, met) < 150)
    expect(new Set(withOld.map(pairOf))).to.have.property('size', 150 * 50)
  })

  it('nobody while the meetings of the last round spread', () => {
    const rounds = new Introductions(nodes(100), true)
    rounds.next(nobodyKnows(nodes(100)), 0)
    expect(rounds.next(nobodyKnows(nodes(100)), 200)).to.deep.equal([])
  })

  it('those that still miss a few next, before pairs that were tried a moment ago', () => {
    const all = nodes(100)
    const rounds = new Introductions(all, true)
    const first = new Set(rounds.next(nobodyKnows(all), 0).map(pairOf))
    const left: Unknowing<number>[] = [{node: 5, strangers: [6, 15, 50]}]
    expect(first.has('5 6')).to.equal(true)
    expect(rounds.next(left, 300)).to.deep.equal([
      {by: 15, met: 5},
      {by: 50, met: 5},
    ])
  })

  it('both directions of a pair that still does not know each other', () => {
    const both = [
      {node: 0, strangers: [1]},
      {node: 1, strangers: [0]},
    ]
    const rounds = new Introductions(nodes(2), true)
    expect(rounds.next(both, 0)).to.have.length(1)
    expect(rounds.next(both, 300)).to.deep.equal([])
    expect(rounds.next(both, 800)).to.have.deep.members([
      {by: 0, met: 1},
      {by: 1, met: 0},
    ])
  })

  it('everybody at last, if news does not spread by itself', () => {
    const all = nodes(100)
    const rounds = new Introductions(all, true)
    const met = new Set<string>()
    for (let round = 0; round < 9; round++) {
      for (const meeting of rounds.next(nobodyKnows(all), round * LATER)) met.add(pairOf(meeting))
      if (round === 7) expect(met.size).to.be.below((100 * 99) / 2)
    }
    expect(met.size).to.equal((100 * 99) / 2)
  })
})

function nodes(count: number): number[] {
  return Array.from({length: count}, (_, at) => at)
}

function nobodyKnows(all: readonly number[]): Unknowing<number>[] {
  return all.map((node) => ({node, strangers: all.filter((other) => other !== node)}))
}

function pairOf({by, met}: Meeting<number>): string {
  return [by, met].toSorted((a, b) => a - b).join(' ')
}

function countsOf(meetings: readonly Meeting<number>[], of: (meeting: Meeting<number>) => number): number[] {
  const counts = new Map<number, number>()
  for (const meeting of meetings) counts.set(of(meeting), (counts.get(of(meeting)) ?? 0) + 1)
  return [...counts.values()]
}

function reachedFrom(start: number, meetings: readonly Meeting<number>[]): number {
  const reached = new Set([start])
  for (const one of reached) {
    for (const {by, met} of meetings) {
      if (by === one) reached.add(met)
      if (met === one) reached.add(by)
    }
  }
  return reached.size
}
