import {expect} from 'chai'
import {parseStream, StreamBroken, type StreamCommand} from '../../../src/redis/stream-commands.js'

function command(...words: readonly (string | Buffer)[]): Buffer {
  const parts = words.map((word) => {
    const bytes = Buffer.from(word)
    return Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')])
  })
  return Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts])
}

function shown(commands: readonly StreamCommand[]): string[][] {
  return commands.map(({words}) => words.map((word) => word.toString('latin1')))
}

const WORDS = [['SELECT', '0'], ['SET', 'a\r\nb', '*1\r\n$4\r\nPING\r\n'], ['PING'], ['APPEND', '', '\xff\0']]
const PARTS = WORDS.map((words) => command(...words.map((word) => Buffer.from(word, 'latin1'))))

describe('[U] parseStream', () => {
  it('splits a stream into commands, and says where each ends', () => {
    const {commands, used} = parseStream(Buffer.concat(PARTS), 1000)
    expect(shown(commands)).to.deep.equal(WORDS)
    const ends = PARTS.map((_, at) => PARTS.slice(0, at + 1).reduce((sum, {length}) => sum + length, 1000))
    expect(commands.map(({end}) => end)).to.deep.equal(ends)
    expect(1000 + used).to.equal(ends.at(-1))
  })

  it('reads the same wherever a stream is cut, and goes on behind what it has used', () => {
    const stream = Buffer.concat([Buffer.from('\n'), ...PARTS.flatMap((part) => [part, Buffer.from('\n')])])
    for (let cut = 0; cut <= stream.length; cut++) {
      const first = parseStream(stream.subarray(0, cut), 0)
      expect(first.used).to.be.at.most(cut)
      const rest = parseStream(stream.subarray(first.used), first.used)
      expect(shown([...first.commands, ...rest.commands]), `cut at ${cut}`).to.deep.equal(WORDS)
      expect(first.used + rest.used).to.equal(stream.length)
      expect(rest.commands.at(-1)?.end ?? first.commands.at(-1)?.end).to.equal(stream.length - 1)
    }
  })

  it('says how many bytes it needs at least for the next command', () => {
    const big = command('SET', 'a', 'x'.repeat(1_000_000))
    const whole = Buffer.concat([command('PING'), big])
    const {used, needed, commands} = parseStream(whole.subarray(0, 100), 0)
    expect(shown(commands)).to.deep.equal([['PING']])
    // All of it: the length of the big word is known.
    expect(needed).to.equal(big.length)
    expect(parseStream(whole.subarray(used, used + needed), used).commands).to.have.lengthOf(1)
    expect(parseStream(whole.subarray(used, used + needed - 1), used).commands).to.have.lengthOf(0)
    for (const length of [1, 2, 3, 4, 5]) {
      const {needed: more} = parseStream(big.subarray(0, length), 0)
      expect(more, `after ${length} bytes`).to.be.within(length + 1, big.length)
    }
  })

  it('passes over line feeds, which are a sign of life', () => {
    const {commands, used} = parseStream(Buffer.from('\n\n\n'), 7)
    expect(commands).to.deep.equal([])
    expect(used).to.equal(3)
    const [ping] = parseStream(Buffer.concat([Buffer.from('\n\n'), command('PING')]), 10).commands
    expect(ping?.end).to.equal(10 + 2 + command('PING').length)
  })

  it('stops after as many commands as it may read', () => {
    const {commands, used} = parseStream(Buffer.concat(PARTS), 0, 2)
    expect(shown(commands)).to.deep.equal(WORDS.slice(0, 2))
    expect(used).to.equal(PARTS[0]!.length + PARTS[1]!.length)
  })

  it('is empty for nothing', () => {
    expect(parseStream(Buffer.alloc(0), 5)).to.deep.include({commands: [], used: 0})
  })

  const broken = [
    ['PING\r\n', /^P is not how a command begins$/],
    ['+OK\r\n', /^\+ is not how a command begins$/],
    ['*1\r\n:5\r\n', /^: is not how a command begins$/],
    ['*x\r\n', /^a length is not a number$/],
    ['*-1\r\n', /^a length is not a number$/],
    ['*1\r\n$4x\r\nPING\r\n', /^a length is not a number$/],
    ['*1\r\n$123456789012\r\n', /^a length is not a number$/],
    ['*1\r\n$3\r\nPING\r\n', /^a word of 3 bytes has no end$/],
    ['\0\0\0\0', /is not how a command begins$/],
  ] as const
  for (const [text, message] of broken) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseStream(Buffer.from(text), 0)).to.throw(StreamBroken, message)
      // What comes before it is as good as ever, but it is not known where it would go on.
      expect(() => parseStream(Buffer.concat([command('PING'), Buffer.from(text)]), 0)).to.throw(StreamBroken)
    })
  }
})
