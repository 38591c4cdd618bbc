import {expect} from 'chai'
import {fitted, screenText, widthOf} from '../../../../src/report/watch/cells.js'
import {changedParts} from '../../../../src/report/watch/changed-parts.js'
import {percent, shortBytes, shortCount, shortTime, sparkline} from '../../../../src/report/watch/figures.js'
import {fittedLine, paintedLine, plainLine, span} from '../../../../src/report/watch/styled.js'

const UTF8 = {utf8: true}

describe('[U] cells of a screen', () => {
  it('know how wide a text is, and cut it between characters', () => {
    expect(widthOf('日本x')).to.equal(5)
    expect(fitted('日本', 3, UTF8)).to.equal('日…')
    expect(fitted('日本', 4, UTF8)).to.equal('日本')
    expect(fitted('日本語', 4, UTF8), 'half of a character does not fit').to.equal('日… ')
    expect(fitted('abc', 5, UTF8, 'end')).to.equal('  abc')
    expect(fitted('abcdef', 3, {utf8: false})).to.equal('ab~')
    expect(fitted('abc', 0, UTF8)).to.equal('')
  })

  it('escape what would control the terminal, or the characters beside it', () => {
    expect(screenText('a\u001B[31m\u202E\u200D\u0301\uFE0F', UTF8)).to.equal(
      String.raw`a\x1b[31m\u{202e}\u{200d}\u{301}\u{fe0f}`,
    )
    expect(screenText('é日', {utf8: false})).to.equal('??')
  })

  it('fill lines to their width, or cut them', () => {
    expect(plainLine(fittedLine([span('ab'), span('cd')], 3, UTF8))).to.equal('ab…')
    expect(plainLine(fittedLine([span('ab')], 4, UTF8))).to.equal('ab  ')
    expect(fittedLine([span('ab', 'selected')], 4, UTF8).at(-1)?.style).to.equal('selected')
  })

  it('without colour have no colour, but what is marked is marked', () => {
    const line = [span('a', 'error'), span('b', 'ok'), span('c', 'selected')]
    expect(paintedLine(line, true)).to.equal('\u001B[31ma\u001B[39m\u001B[32mb\u001B[39m\u001B[7mc\u001B[27m')
    expect(paintedLine(line, false)).to.equal('\u001B[1ma\u001B[22mb\u001B[7mc\u001B[27m')
  })
})

describe('[U] changed parts of a line', () => {
  const parts = (before: string, after: string) =>
    changedParts([span(before)], [span(after)]).map(({column, line}) => [column, plainLine(line)])

  it('are only what has to be written again', () => {
    expect(parts('ops  120  ', 'ops  121  ')).to.deep.equal([[7, '1']])
    expect(parts('same', 'same')).to.deep.equal([])
    expect(changedParts(undefined, [span('new')])).to.deep.equal([{column: 0, line: [span('new')]}])
  })

  it('are joined if they are near to each other', () => {
    expect(parts('1 2 3', '4 2 5')).to.deep.equal([[0, '4 2 5']])
    expect(parts('1 .......... 2', '3 .......... 4')).to.deep.equal([
      [0, '3'],
      [13, '4'],
    ])
  })

  it('are whole wide characters', () => {
    expect(parts('日本', '日語')).to.deep.equal([[2, '語']])
    expect(parts('ab日', 'a日b')).to.deep.equal([[1, '日b']])
    expect(parts('日x', 'ab日'.slice(0, 2) + 'x')).to.deep.equal([[0, 'ab']])
  })

  it('see a change of style', () => {
    expect(changedParts([span('ab')], [span('a'), span('b', 'error')])).to.deep.equal([
      {column: 1, line: [span('b', 'error')]},
    ])
  })
})

describe('[U] figures of a screen', () => {
  it('are short', () => {
    expect([0, 999, 1000, 9949, 9950, 12_345, 999_999, 1_234_567].map(shortCount)).to.deep.equal([
      '0',
      '999',
      '1.0k',
      '9.9k',
      '10k',
      '12k',
      '1000k',
      '1.2M',
    ])
    expect([0, 0.4, 1, 1023, 1024, 1_048_576, 5e12].map(shortBytes)).to.deep.equal([
      '0',
      '0',
      '1B',
      '1023B',
      '1.0K',
      '1.0M',
      '4.5T',
    ])
    expect([0, 59_000, 125_000, 7_500_000, 400_000_000].map(shortTime)).to.deep.equal([
      '0s',
      '59s',
      '2m05s',
      '2h05m',
      '4d',
    ])
  })

  it('do not call nearly all hits all hits', () => {
    expect([0, 0.5, 0.999, 1].map(percent)).to.deep.equal(['0%', '50%', '99%', '100%'])
  })

  it('are a curve, with the newest on the right', () => {
    expect(sparkline([0, 5, 10], 5, UTF8)).to.equal('  ▁▅█')
    expect(sparkline([1, 2, 3, 4], 2, {utf8: false})).to.equal('*@')
    expect(sparkline([0, 0], 2, UTF8)).to.equal('▁▁')
    expect(sparkline([], 3, UTF8)).to.equal('   ')
  })
})
