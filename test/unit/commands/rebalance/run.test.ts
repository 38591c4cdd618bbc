import {expect} from 'chai'
import type {RebalanceFlags} from '../../../../src/commands/rebalance/flags.js'
import {rebalanceOptions, rebalanceText} from '../../../../src/commands/rebalance/run.js'
import {PLANNED} from '../../contract/outcomes.js'
import {MEASURED_BALANCE} from '../../contract/figures-fixture.js'
import {errorOf} from '../../../support/thrown.js'

const FLAGS = {
  by: 'slots',
  threshold: undefined,
  'load-time': undefined,
  sample: undefined,
  'dry-run': true,
  simulate: false,
  'join-timeout': 60,
  'use-empty-primaries': false,
} as unknown as RebalanceFlags

describe('[U] flags of rebalance', () => {
  it('balance slots unless they say what else, with a threshold for each', () => {
    const thresholds = (['slots', 'keys', 'memory', 'ops', 'cpu', 'network'] as const).map((by) => {
      const options = rebalanceOptions({...FLAGS, by})
      return [options.by?.measure, options.thresholdPercent]
    })
    expect(thresholds).to.deep.equal([
      [undefined, 2],
      ['keys', 5],
      ['memory', 5],
      ['ops', 10],
      ['cpu', 10],
      ['network', 10],
    ])
    expect(rebalanceOptions({...FLAGS, threshold: '7', by: 'memory'}).thresholdPercent).to.equal(7)
    expect(rebalanceOptions({...FLAGS, threshold: '0'}).thresholdPercent).to.equal(0)
  })

  it('say how to measure', () => {
    const {by} = rebalanceOptions({...FLAGS, by: 'cpu', 'load-time': '2m', sample: 40})
    expect(by).to.include({measure: 'cpu', loadMs: 120_000, sample: 40})
  })

  it('are refused if they measure for nothing, or are not valid', () => {
    const idle = errorOf(() => rebalanceOptions({...FLAGS, sample: 40}))
    expect(idle.message).to.equal('--sample is for --by, which is missing.')
    const time = errorOf(() => rebalanceOptions({...FLAGS, by: 'cpu', 'load-time': 'x'}))
    expect(time.message).to.contain('--load-time cannot be "x"')
    expect(errorOf(() => rebalanceOptions({...FLAGS, threshold: 'x', by: 'cpu'})).code).to.equal('USAGE')
  })
})

describe('[U] text of rebalance', () => {
  const options = {colour: false, picture: undefined}

  it('says what the moves are for, if they balance something else than slots', () => {
    const text = rebalanceText(PLANNED, FLAGS, {...options, measured: MEASURED_BALANCE})
    expect(text).to.contain('Spread of CPU (highest to average): 1.50 → 1.25.')
    expect(text).to.match(/\nNothing was changed/)
    expect(rebalanceText(PLANNED, FLAGS, {...options, measured: undefined})).not.to.contain('Spread')
  })

  it('says with a table that nothing has to be done; for slots in the words that scripts know', () => {
    const none = {...PLANNED, status: 'nothing-to-do'} as const
    expect(rebalanceText(none, FLAGS, {...options, measured: undefined})).to.equal(
      '*** No rebalancing needed! All nodes are within the 2.00% threshold.',
    )
    const table = rebalanceText(none, FLAGS, {...options, measured: MEASURED_BALANCE})
    expect(table).to.match(/^primary +slots +CPU/)
  })
})
