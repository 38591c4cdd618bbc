import {expect} from 'chai'
import {slotsRequest} from '../../../../src/commands/info/flags.js'
import {infoText} from '../../../../src/commands/info/text.js'
import {topSlots} from '../../../../src/domain/slot-figures.js'
import {FIGURES_READ} from '../../contract/figures-fixture.js'
import {id, snapshot} from '../../../support/snapshot.js'
import {errorOf} from '../../../support/thrown.js'

const FLAGS = {
  zone: undefined,
  wide: false,
  slots: false,
  top: undefined,
  by: undefined,
  'load-time': undefined,
  sample: undefined,
} as unknown as Parameters<typeof slotsRequest>[0]

const CLUSTER = snapshot('a 0-8191\nb 8192-16383')

describe('[U] info --slots', () => {
  it('reads slots only if that is asked for', () => {
    expect(slotsRequest(FLAGS)).to.equal(undefined)
    expect(slotsRequest({...FLAGS, slots: true})).to.deep.equal({
      top: 20,
      by: 'keys',
      loadMs: 5000,
      sample: undefined,
    })
    const all = {...FLAGS, slots: true, top: 3, by: 'cpu', 'load-time': '30s', sample: 50} as const
    expect(slotsRequest(all)).to.deep.equal({top: 3, by: 'cpu', loadMs: 30_000, sample: 50})
  })

  it('refuses flags that would do nothing, and times that are none', () => {
    for (const flag of [{top: 3}, {by: 'keys'}, {'load-time': '1s'}, {sample: 4}] as const) {
      const {code, message} = errorOf(() => slotsRequest({...FLAGS, ...flag}))
      expect({code, message}).to.deep.equal({
        code: 'USAGE',
        message: `--${Object.keys(flag)[0]} is for --slots, which is missing.`,
      })
    }
    const {message} = errorOf(() => slotsRequest({...FLAGS, slots: true, 'load-time': 'long'}))
    expect(message).to.contain('--load-time cannot be "long"')
  })

  it('shows the highest slots with their owners, and how they were measured', () => {
    const slots = {by: 'keys', figures: FIGURES_READ, top: [5, 3]} as const
    const text = infoText({snapshot: CLUSTER, slots}, {colour: false, width: 100})
    expect(text).to.match(
      /slot +primary +keys +memory +CPU +network\n5 +10\.0\.0\.1:7001 +90 +900B +0\.00% +0B\/s\n/,
    )
    expect(text).to.match(/\n3 +10\.0\.0\.1:7001 +7 +4\.00K +1\.23% +2\.00K\/s\n/)
    expect(text).to.contain('The load was measured for 5.0 s.')
    expect(text).to.contain(
      'estimated from 20 of 97 keys, measured in 1.3 s; the sum of a node is right to ±5.0% in 95 of 100 cases, unless single big keys were missed.',
    )
    expect(text).to.contain('by the average key of 10.0.0.2:7002, which cannot measure keys.')
    expect(text).to.contain('10.0.0.1:7001 says that its data is 38.15M, but the estimate is 4.88K')
    expect(text).to.match(/10\.0\.0\.2:7002 did not tell: gone\\x07$/)
  })

  it('has no columns for a load that is not counted', () => {
    const figures = {...FIGURES_READ, load: undefined}
    const text = infoText({snapshot: CLUSTER, slots: {by: 'keys', figures, top: [5]}}, {colour: false})
    expect(text).not.to.match(/CPU|network|load/i)
    const uncounted = {...figures, uncounted: [id('a')]}
    const without = infoText(
      {snapshot: CLUSTER, slots: {by: 'keys', figures: uncounted, top: [5]}},
      {colour: false},
    )
    expect(without).to.match(
      /The load of slots is not counted on 10\.0\.0\.1:7001\. It needs Valkey 8\.0 or Redis 8\.2, or later\.$/,
    )
    const none = infoText({snapshot: CLUSTER, slots: {by: 'cpu', figures, top: []}}, {colour: false})
    expect(none).to.contain('No slot has any load.')
  })
})

describe('[U] the highest slots', () => {
  it('come first, of equals the lowest, and none of those with nothing', () => {
    expect(topSlots([0, 5, undefined, 9, 5, 1], 4)).to.deep.equal([3, 1, 4, 5])
    expect(topSlots([0, 5, undefined, 9, 5, 1], 2)).to.deep.equal([3, 1])
    expect(topSlots([0, undefined], 2)).to.deep.equal([])
  })
})
