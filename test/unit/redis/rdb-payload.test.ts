import {expect} from 'chai'
import {parsePayloadLine, type Payload} from '../../../src/redis/rdb-payload.js'

const MARK = '0123456789abcdef0123456789abcdef01234567'

describe('[U] parsePayloadLine', () => {
  it('accepts both forms, and nothing else', () => {
    expect(parsePayloadLine('$172')?.length).to.equal(172)
    expect(parsePayloadLine(`$EOF:${MARK}`)).to.include({length: undefined, isComplete: false})
    for (const line of ['', '$', '$-1', '$EOF:short', '+FULLRESYNC x 1', '-ERR no']) {
      expect(parsePayloadLine(line), line).to.equal(undefined)
    }
  })

  it('ignores data after the given length', () => {
    const payload = parsed('$5')
    expect(take(payload, ['RE', 'DIS*1\r\n$4\r\nPING\r\n'])).to.equal('REDIS')
    expect(payload.isComplete).to.equal(true)
    expect(take(payload, ['more'])).to.equal('')
  })

  it('is complete at once for an empty payload', () => {
    expect(parsed('$0').isComplete).to.equal(true)
  })

  it('finds the mark wherever it is split, with a similar text before it and line feeds after it', () => {
    const rdb = `REDIS0011${MARK.slice(0, 39)}x${MARK.slice(0, 20)}`
    const all = `${rdb}${MARK}\n\n`
    for (let first = 0; first <= all.length; first++) {
      for (const second of [first, first + 1, first + 45]) {
        const payload = parsed(`$EOF:${MARK}`)
        expect(take(payload, [all.slice(0, first), all.slice(first, second), all.slice(second)])).to.equal(
          rdb,
        )
        expect(payload.isComplete).to.equal(true)
      }
    }
  })

  it('finds a mark that comes a byte at a time', () => {
    const payload = parsed(`$EOF:${MARK}`)
    expect(take(payload, `data${MARK}`.split(''))).to.equal('data')
    expect(payload.isComplete).to.equal(true)
  })

  it('returns bytes as soon as they cannot be part of the mark', () => {
    const payload = parsed(`$EOF:${MARK}`)
    expect(take(payload, ['x'.repeat(100)])).to.have.lengthOf(61)
    expect(payload.isComplete).to.equal(false)
  })
})

function parsed(line: string): Payload {
  const payload = parsePayloadLine(line)
  if (!payload) throw new Error(`${line} is no payload`)
  return payload
}

function take(payload: Payload, chunks: readonly string[]): string {
  return chunks.map((chunk) => payload.take(Buffer.from(chunk)).toString()).join('')
}
