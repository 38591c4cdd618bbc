import {expect} from 'chai'
import {formatBytes} from '../../../src/report/bytes.js'
import {describeSlots, slotsCell} from '../../../src/report/slots-text.js'
import {count} from '../../../src/domain/count.js'
import {list, printable} from '../../../src/report/words.js'

const single = (slot: number) => ({start: slot, end: slot})

describe('[U] words', () => {
  it('counts', () => {
    expect([0, 1, 2].map((amount) => count(amount, 'slot'))).to.deep.equal(['0 slots', '1 slot', '2 slots'])
  })

  it('lists', () => {
    expect(list([])).to.equal('')
    expect(list(['a'])).to.equal('a')
    expect(list(['a', 'b', 'c'])).to.equal('a, b and c')
    expect(list(['a', 'b', 'c', 'd'], 2)).to.equal('a, b and 2 more')
  })

  it('spells out control characters and nothing else', () => {
    expect(printable('é {a}\u0007\u009b')).to.equal('é {a}\\x07\\x9b')
  })

  it('writes bytes as servers do', () => {
    expect([0, 1023, 1536, 1_048_576, 3 * 1024 ** 4, 5000 * 1024 ** 4].map(formatBytes)).to.deep.equal([
      '0B',
      '1023B',
      '1.50K',
      '1.00M',
      '3.00T',
      '5000.00T',
    ])
  })

  it('writes slots, and their number if not all are written', () => {
    expect(describeSlots([single(5)])).to.equal('slot 5')
    expect(describeSlots([{start: 5, end: 6}])).to.equal('slots 5-6')
    expect(describeSlots([single(1), single(3), {start: 5, end: 9}], 2)).to.equal(
      'slots 1,3,... (7 slots in 3 ranges)',
    )
    expect(slotsCell([])).to.equal('-')
    expect(slotsCell([{start: 0, end: 9}])).to.equal('0-9 (10)')
  })
})
