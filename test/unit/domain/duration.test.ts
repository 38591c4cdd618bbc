import {expect} from 'chai'
import {parseDuration} from '../../../src/domain/duration.js'

describe('[U] durations', () => {
  for (const [text, milliseconds] of [
    ['500ms', 500],
    ['60s', 60_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['2', 2000],
    ['0.5', 500],
    ['1.5s', 1500],
    ['0.001', 1],
    ['2147483647ms', 2_147_483_647],
  ] as const) {
    it(`${text} is ${milliseconds} ms`, () => expect(parseDuration(text)).to.equal(milliseconds))
  }

  for (const text of [
    '',
    '0',
    '0s',
    '-1',
    '5x',
    's',
    '1e3',
    ' 5',
    '5 s',
    '1m30s',
    '2147483648ms',
    'Infinity',
  ]) {
    it(`"${text}" is none`, () => expect(parseDuration(text)).to.equal(undefined))
  }
})
