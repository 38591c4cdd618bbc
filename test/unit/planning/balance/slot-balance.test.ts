import {expect} from 'chai'
import {spreadOf} from '../../../../src/domain/balance.js'
import {SLOT_COUNT} from '../../../../src/domain/slot.js'
import type {FigureMeasure, SlotFigures} from '../../../../src/domain/slot-figures.js'
import type {ClusterSnapshot} from '../../../../src/domain/snapshot.js'
import {groupMoves, planSlotBalance} from '../../../../src/planning/balance/slot-balance.js'
import {snapshot, withNames} from '../../../support/snapshot.js'

const MB = 1_000_000

function figuresOf(memory: (slot: number) => number, more: Partial<SlotFigures> = {}): SlotFigures {
  const values = Array.from({length: SLOT_COUNT}, (_, slot) => memory(slot))
  const load = {cpu: values.map((_value, slot) => (slot % 2) * 100), network: undefined, measuredMs: 1}
  return {keys: values, memory: values, load, uncounted: [], estimates: [], sampledMs: 0, unread: [], ...more}
}

function planFor(
  cluster: ClusterSnapshot,
  figures: SlotFigures,
  {
    measure = 'memory',
    thresholdPercent = 5,
    weights = {},
  }: {
    readonly measure?: FigureMeasure
    readonly thresholdPercent?: number
    readonly weights?: Readonly<Record<number, number>>
  } = {},
) {
  const shares = cluster.nodes.map((node, at) => ({node, weight: weights[at] ?? 1}))
  return planSlotBalance(shares, figures, {measure, thresholdPercent})
}

describe('[U] balance of slots', () => {
  it('by memory says what moves, and what each primary has before and after', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383')
    const balance = planFor(
      cluster,
      figuresOf((slot) => (slot < 4 ? 10 * MB : 0)),
    )
    expect(withNames(balance.moves)).to.deep.equal([
      {slot: 0, source: 'a', target: 'b'},
      {slot: 1, source: 'a', target: 'b'},
    ])
    expect(balance.movedBytes).to.equal(20 * MB)
    expect(balance.nodes.map(({before, after}) => [before, after])).to.deep.equal([
      [
        {slots: 8192, load: 40 * MB, bytes: 40 * MB},
        {slots: 8190, load: 20 * MB, bytes: 20 * MB},
      ],
      [
        {slots: 8192, load: 0, bytes: 0},
        {slots: 8194, load: 20 * MB, bytes: 20 * MB},
      ],
    ])
    expect(balance.obstacles).to.deep.equal([])
  })

  it('moves nothing for differences that are noise, unless an exact balance is wanted', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383')
    const small = figuresOf((slot) => (slot < 4 ? 1000 : 0))
    expect(planFor(cluster, small).moves).to.deep.equal([])
    expect(planFor(cluster, small, {thresholdPercent: 0}).moves).to.have.length(2)
  })

  it('leaves a tenth of maxmemory free, and says if that stands in the way', () => {
    const cluster = snapshot('a 0-8191 memory=100000000\nb 8192-16383 memory=50000000 maxmemory=70000000')
    const figures = figuresOf((slot) => (slot < 10 ? 10 * MB : 0))
    const balance = planFor(cluster, figures)
    expect(balance.moves).to.have.length(1)
    expect(withNames(balance.obstacles)).to.deep.equal([{code: 'no-memory', node: 'a'}])
  })

  it('names a slot that is too big to be divided', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383')
    const balance = planFor(
      cluster,
      figuresOf((slot) => (slot === 7 ? 90 * MB : slot === 9000 ? 10 * MB : 0)),
    )
    expect(balance.moves).to.deep.equal([])
    expect(withNames(balance.obstacles)).to.deep.equal([
      {code: 'slot-too-big', node: 'a', slot: 7, load: 90 * MB},
    ])
  })

  it('by load does not look at memory, except to move little of it', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383')
    const cpu = Array.from({length: SLOT_COUNT}, (_, slot) => (slot < 100 ? 5000 : 0))
    const figures = figuresOf((slot) => (slot < 50 ? 1000 : 10), {
      load: {cpu, network: undefined, measuredMs: 1},
    })
    const balance = planFor(cluster, figures, {measure: 'ops', thresholdPercent: 10})
    expect(balance.moves).to.have.length.within(45, 55)
    expect(balance.moves.every(({slot}) => slot >= 50)).to.equal(true)
  })

  it('keeps weights, and empties a primary of weight 0', () => {
    const cluster = snapshot('a 0-5460\nb 5461-10922\nc 10923-16383')
    const balance = planFor(
      cluster,
      figuresOf(() => 10_000),
      {weights: {0: 2, 2: 0}},
    )
    const [a, b, c] = balance.nodes.map(({after}) => after.load / (10_000 * SLOT_COUNT))
    expect(a).to.be.closeTo(2 / 3, 0.02)
    expect(b).to.be.closeTo(1 / 3, 0.02)
    expect(c).to.equal(0)
    expect(balance.nodes[2]?.after.slots).to.equal(0)
  })

  it('groups the moves of each pair of primaries', () => {
    const cluster = snapshot('a\nb\nc')
    const [a, b, c] = cluster.nodes.map(({id}) => id) as [never, never, never]
    const moves = groupMoves([
      {slot: 1, source: a, target: b},
      {slot: 2, source: a, target: c},
      {slot: 3, source: a, target: b},
      {slot: 4, source: a, target: b},
    ])
    expect(withNames(moves)).to.deep.equal([
      {
        source: 'a',
        target: 'b',
        ranges: [
          {start: 1, end: 1},
          {start: 3, end: 4},
        ],
      },
      {source: 'a', target: 'c', ranges: [{start: 2, end: 2}]},
    ])
  })
})

describe('[U] spread', () => {
  it('is the highest load for its weight, divided by the average', () => {
    const of = (...nodes: [weight: number, load: number][]) =>
      spreadOf(nodes.map(([weight, load]) => ({weight, load})))
    expect(of([1, 30], [1, 10])).to.equal(1.5)
    expect(of([3, 30], [1, 10])).to.equal(1)
    expect(of([1, 10], [0, 0])).to.equal(1)
    expect(of([1, 0])).to.equal(undefined)
    expect(of([0, 1], [1, 1])).to.equal(Infinity)
  })
})
