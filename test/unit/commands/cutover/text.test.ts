import {expect} from 'chai'
import {cutoverText, equalText} from '../../../../src/commands/cutover/text.js'
import {CUT_OVER, CUTOVER, DIFFERENT, EQUAL} from '../../contract/follow-fixture.js'

const PLAIN = {colour: false}

describe('[U] cutover text', () => {
  it('says before clients are switched what was compared', () => {
    expect(equalText(EQUAL)).to.equal(
      'The source takes no writes. After 4 ms, everything was in the cluster.\n' +
        'All keys are the same, and both sides have 9 keys that do not expire (120 ms after the last write).',
    )
    const sample = {...EQUAL, sample: 100, lasting: {source: 1, cluster: 1}}
    expect(equalText(sample)).to.match(
      /\nThe 100 keys of each side that were looked at are the same, and both sides have 1 key that does not expire /,
    )
  })

  const endings = [
    ['readonly', /^The source refuses writes \(min-slaves-to-write 1000000\)\. To undo that, .*\(EVAL\)/],
    ['shutdown', /^The source was shut down\.\n/],
  ] as const
  it('says that a rehearsal is no cutover', () => {
    const text = cutoverText({...CUT_OVER, afterwards: 'unpause'}, PLAIN)
    expect(text).to.match(/^The source takes writes again, and is still followed\./)
    expect(text).to.match(/\[OK\] The rehearsal succeeded\.$/)
    expect(text).not.to.include('has taken over')
  })

  for (const [afterwards, first] of endings) {
    it(`says what became of the source with --then ${afterwards}, and that there is no way back`, () => {
      const text = cutoverText({...CUT_OVER, afterwards}, PLAIN)
      expect(text).to.match(first)
      expect(text).to.match(
        /\nThe source does not get what clients write to the cluster: .* no way back without losing that\.\n\[OK\] The cluster has taken over\.$/,
      )
    })
  }

  it('says what differs, and that the source takes writes again', () => {
    expect(cutoverText(CUTOVER, PLAIN)).to.equal(
      [
        String.raw`  a\x1bb of DB 3: the cluster does not have the key`,
        'The source takes writes again, and is still followed; clients had waited for 120 ms.',
        '[ERR] Not cut over: 1 of the keys that were compared differ.',
      ].join('\n'),
    )
  })

  it('names at most ten keys', () => {
    const shown = Array.from({length: 12}, (_, at) => ({key: `k${at}`, db: 0, what: 'it differs'}))
    const text = cutoverText({...CUTOVER, found: {...DIFFERENT, differing: {count: 12, shown}}}, PLAIN)
    expect(text).to.include('  k9 of DB 0: it differs\n')
    expect(text).not.to.include('k10')
  })

  it('says why it did not succeed although both sides were the same', () => {
    const stopped = 'clients were not switched'
    const text = cutoverText({...CUT_OVER, status: 'incomplete', afterwards: 'unpause', stopped}, PLAIN)
    expect(text).to.match(
      /^The source was told to take writes again\. .*\n\[ERR\] Not cut over: clients were not switched\.$/,
    )
  })
})
