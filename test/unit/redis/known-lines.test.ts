import {expect} from 'chai'
import type {NodeLine} from '../../../src/domain/node.js'
import {KnownLines} from '../../../src/redis/known-lines.js'

describe('[U] KnownLines', () => {
  /** Lines that were parsed, and a reader of replies. */
  function reader() {
    const parsed: string[] = []
    const lines = new KnownLines((text) => {
      parsed.push(text)
      return {id: text.slice(0, 40), myself: text.includes('myself')} as unknown as NodeLine
    })
    return {parsed, read: (text: string) => lines.read(Buffer.from(text))}
  }

  const idOf = (at: number) => String(at).padStart(40, 'a')
  const lineOf = (at: number, times: string, flags = 'master', slots = '0-5') =>
    `${idOf(at)} 127.0.0.1:${7000 + at}@${17_000 + at},host-${at} ${flags} - ${times} 7 connected ${slots}\n`

  it('parses each different line once, in whatever order and with whatever times nodes print it', () => {
    const {parsed, read} = reader()
    const count = 200
    for (let own = 0; own < count; own++) {
      const order = Array.from({length: count}, (_, index) => (index + own * 7) % count)
      const view = read(
        order
          .map((at) =>
            lineOf(at, `0 ${1_700_000_000_000 + own * at}`, at === own ? 'myself,master' : 'master'),
          )
          .join(''),
      )
      expect(view.map(({id}) => id)).to.deep.equal(order.map(idOf))
      expect(view.flatMap(({id, myself}) => (myself ? [id] : []))).to.deep.equal([idOf(own)])
    }
    // What each says about itself, and what all others say about it.
    expect(parsed).to.have.length(2 * count)
  })

  it('tells lines apart that differ in anything but times, and remembers both', () => {
    const {parsed, read} = reader()
    const different = [
      lineOf(1, '0 1'),
      lineOf(1, '0 1').replace('connected', 'disconnected'),
      lineOf(1, '0 1', 'master,fail?'),
      lineOf(1, '0 1').replace(' 7 ', ' 8 '),
      lineOf(1, '0 1', 'master', '0-6'),
      lineOf(1, '0 1', 'master', '0-5 7'),
    ]
    const [first] = different.map((line) => read(line)[0])
    expect(parsed).to.have.length(different.length)
    for (const line of different) read(line.replace('0 1', '17 1234567890123'))
    expect(parsed).to.have.length(different.length)
    expect(read(lineOf(1, '5 5'))[0]).to.equal(first)
  })

  it('is right about ids that it cannot tell apart at first sight, and about more lines than it remembers', () => {
    const {read} = reader()
    const ids = Array.from({length: 30}, (_, at) => `${String(at).padStart(8, '0')}${'b'.repeat(32)}`)
    const lines = ids.map((id) => `${id} 127.0.0.1:1@2 master - 0 0 7 connected\n`)
    for (let round = 0; round < 3; round++) expect(read(lines.join('')).map(({id}) => id)).to.deep.equal(ids)
  })

  it('forgets lines when there are too many', () => {
    const {parsed, read} = reader()
    read(lineOf(1, '0 1'))
    for (let at = 2; at < 20_100; at++) read(lineOf(at, '0 1'))
    const before = parsed.length
    read(lineOf(1, '0 1'))
    expect(parsed).to.have.length(before + 1)
  })

  it('reads a last line without a line end, lines that are cut off, and empty lines', () => {
    const {read} = reader()
    const [known] = read(lineOf(1, '0 1'))
    const whole = lineOf(1, '0 2').trimEnd()
    expect(read(whole)[0]).to.deep.equal(known)
    for (let length = 1; length < whole.length; length++)
      expect(read(whole.slice(0, length))).to.have.length(1)
    expect(read(`\n${lineOf(1, '0 3')}\r\n\n`)).to.deep.equal([known])
    expect(read('')).to.deep.equal([])
  })
})
