import {expect} from 'chai'
import {parseRate, rateText} from '../../../src/domain/rate.js'

describe('[U] rates', () => {
  for (const [text, unit, perSecond] of [
    ['20MB/s', 'bytes', 20_971_520],
    ['1.5GiB/s', 'bytes', 1_610_612_736],
    ['500kb/s', 'bytes', 512_000],
    ['7b/s', 'bytes', 7],
    ['5000keys/s', 'keys', 5000],
  ] as const) {
    it(`are read: ${text}`, () => {
      expect(parseRate(text)).to.deep.equal({unit, perSecond})
    })
  }

  for (const text of [
    '',
    '20',
    '20MB',
    '20/s',
    '0MB/s',
    '0keys/s',
    '-1keys/s',
    '1.5keys/s',
    '20 MB/s',
    'MB/s',
    '20MB/m',
    '0.1B/s',
  ]) {
    it(`are none: "${text}"`, () => {
      expect(parseRate(text)).to.equal(undefined)
    })
  }

  it('are written as they are read', () => {
    for (const text of ['20MB/s', '1.5GB/s', '500KB/s', '7B/s', '5000keys/s']) {
      const rate = parseRate(text)
      expect(rate && rateText(rate)).to.equal(text)
    }
  })
})
