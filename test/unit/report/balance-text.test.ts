import {expect} from 'chai'
import {balanceText, evenText} from '../../../src/report/balance-text.js'
import {MEASURED_BALANCE} from '../contract/figures-fixture.js'
import {nameOf} from '../../support/snapshot.js'

const OPTIONS = {colour: false, width: 120}

describe('[U] text of a balance', () => {
  it('shows each primary before and after, how even that is, and what stands in the way', () => {
    const text = balanceText(MEASURED_BALANCE, nameOf, OPTIONS)
    expect(text.split('\n').slice(0, 9)).to.deep.equal([
      'primary  slots        CPU              memory',
      'a        8192 → 8191  30.00% → 25.00%  8.79K → 7.91K',
      'b        8192 → 8193  10.00% → 15.00%  8.79K → 9.67K',
      'Spread of CPU (highest to average): 1.50 → 1.25.',
      'Spread of memory (highest to average): 1.00 → 1.10.',
      '1 slot with 900B would move.',
      '[WARNING] a stays above its share: slot 3 alone has 24.00% of a CPU, and a slot cannot be divided.',
      '[WARNING] b stays above its share: no primary that has less has enough memory; 10% of maxmemory stays free.',
      '[WARNING] b stays above its share: its slots are too big to be shared out more evenly.',
    ])
  })

  it('has weights only if they differ from 1, and memory once', () => {
    const [first, second] = MEASURED_BALANCE.balance.nodes
    const nodes = first && second ? [{...first, weight: 2}, second] : []
    const balance = {...MEASURED_BALANCE.balance, measure: 'memory', nodes} as const
    const text = balanceText({...MEASURED_BALANCE, balance}, nameOf, OPTIONS)
    expect(text).to.match(/^primary +weight +slots +memory\na +2 /)
    expect(text.match(/Spread/g)).to.have.length(1)
  })

  it('says that nothing has to be done, or can be', () => {
    const none = {...MEASURED_BALANCE.balance, moves: []}
    expect(evenText({...MEASURED_BALANCE, balance: none}, nameOf, OPTIONS)).to.match(
      /No slot can be moved that would make the primaries more even\.$/,
    )
    const even = evenText({...MEASURED_BALANCE, balance: {...none, obstacles: []}}, nameOf, OPTIONS)
    expect(even).to.match(
      /\*\*\* No rebalancing needed! All nodes are within the 10\.00% threshold; differences below 1\.00% of a CPU do not count\.$/,
    )
  })
})
