import {expect} from 'chai'
import {readWords} from '../../../../src/commands/control/words.js'
import {errorOf} from '../../../support/thrown.js'

const AS = {by: 'ann', timeout: '2s'}

describe('[U] the words of control', () => {
  for (const [words, name, request] of [
    ['', undefined, {do: 'status'}],
    ['status', undefined, {do: 'status'}],
    ['10.0.0.1:7000', '10.0.0.1:7000', {do: 'status'}],
    ['10.0.0.1 7000 pause', '10.0.0.1:7000', {do: 'pause', by: 'ann', limitMs: 2000}],
    ['@prod resume', '@prod', {do: 'resume', by: 'ann'}],
    ['4711 stop', '4711', {do: 'stop', by: 'ann'}],
    [
      '2026-11-21T12-01-03-512Z-reshard-7-0 set window=3',
      '2026-11-21T12-01-03-512Z-reshard-7-0',
      {do: 'set', by: 'ann', settings: {window: 3}},
    ],
  ] as const) {
    it(`are read: "${words}"`, () => {
      expect(readWords(words === '' ? [] : words.split(' '), AS)).to.deep.equal({name, request})
    })
  }

  for (const [words, message] of [
    ['pase', '"pase" is nothing that an operation can be told; did you mean pause?'],
    ['h:1 stpo', '"stpo" is nothing that an operation can be told; did you mean stop?'],
    ['h:1 h:2 pause', '"h:2" is nothing that an operation can be told.'],
    ['pause now', '"now" is one word too many: pause takes none.'],
    ['set', 'set needs at least one setting, such as rate=20MB/s.'],
  ] as const) {
    it(`are refused: "${words}"`, () => {
      const error = errorOf(() => readWords(words.split(' '), AS))
      expect(error).to.deep.include({code: 'USAGE', message})
    })
  }
})
