import {expect} from 'chai'
import {promptRows} from '../../../scripts/pictures/prompt.js'
import type {Run, Style} from '../../../scripts/pictures/screen.js'
import {THEMES, toSvg} from '../../../scripts/pictures/svg.js'
import {frameAt, record} from '../../../scripts/pictures/terminal.js'

const PLAIN: Style = {color: undefined, bold: false, dim: false}
const run = (text: string, style: Partial<Style> = {}): Run => ({text, style: {...PLAIN, ...style}})

function svg(...screen: readonly (readonly Run[])[]): string {
  return toSvg({title: 'A & B', description: '<desc>', columns: 80, screen, theme: THEMES.dark})
}

describe('[U] pictures', () => {
  it('show text as text, in its place', () => {
    const text = svg([run('ab  '), run('cd', {color: 1, bold: true})], [], [run('  e', {dim: true})])
    expect(text).to.contain('<text x="16" y="30" textLength="16.8">ab</text>')
    expect(text).to.contain(
      '<text x="49.6" y="30" textLength="16.8" fill="#ff7b72" font-weight="bold">cd</text>',
    )
    expect(text).to.contain('<text x="32.8" y="68" textLength="8.4" opacity="0.65">e</text>')
    expect(text).to.contain('width="704" height="89"')
  })

  it('escape what has a meaning in XML, and say what they show', () => {
    const text = svg([run('a < b && c > d')])
    expect(text).to.contain('>a &lt; b &amp;&amp; c &gt; d</text>')
    expect(text).to.contain('role="img" aria-labelledby="title desc"')
    expect(text).to.contain('<title id="title">A &amp; B</title>\n<desc id="desc">&lt;desc&gt;</desc>')
  })

  it('refuse a colour that no theme has', () => {
    expect(() => svg([run('x', {color: 200})])).to.throw('no colour 200')
  })

  it('have a palette of 16 colours each', () => {
    for (const {palette} of Object.values(THEMES)) expect(palette).to.have.length(16)
  })

  it('continue a long command line on the next row', () => {
    const texts = (...words: readonly string[]) =>
      promptRows(words, 16).map((row) => row.map(({text}) => text).join(''))
    expect(texts('a', 'bc')).to.deep.equal(['$ a bc'])
    expect(texts('program', '--flag', 'value')).to.deep.equal(['$ program \\', '    --flag \\', '    value'])
    expect(texts('a', '2345678901')).to.deep.equal(['$ a 2345678901'])
    expect(texts('a', '23456789012')).to.deep.equal(['$ a \\', '    23456789012'])
  })

  it('are of what a terminal shows: colours, and rows that are written again', async () => {
    const {last, frames, exitCode} = await record(
      ['printf', String.raw`\033[31;1mred\033[0m one\r\ntwo\r\033[Kthree & more`],
      12,
    )
    expect(exitCode).to.equal(0)
    expect(last).to.deep.equal([[run('red', {color: 1, bold: true}), run(' one')], [run('three & more')]])
    expect(frameAt({frames, last, exitCode}, 1)).to.deep.equal(last)
  })

  it('can be of a moment in between', () => {
    const frames = [0, 10, 20, 30].map((atMs) => ({atMs, screen: [[run(String(atMs))]]}))
    const at = (share: number) => frameAt({frames, last: [], exitCode: 0}, share)[0]?.[0]?.text
    expect([at(0), at(0.5), at(0.7), at(1)]).to.deep.equal(['0', '10', '20', '30'])
  })
})
