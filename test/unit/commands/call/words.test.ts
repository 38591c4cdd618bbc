import {expect} from 'chai'
import {partWords, refuseStreams} from '../../../../src/commands/call/words.js'
import {ClusterToolError} from '../../../../src/domain/errors.js'

const FLAGS = {
  pass: {type: 'option', char: 'a'},
  'address-map': {type: 'option'},
  json: {type: 'boolean'},
  stdin: {type: 'boolean', char: 'x'},
  'only-primaries': {type: 'boolean', aliases: ['only-masters']},
} as const

function part(line: string): {options: string; words: string} {
  const {options, words} = partWords(line.split(' '), FLAGS)
  return {options: options.join(' '), words: words.join(' ')}
}

describe('[U] words of call', () => {
  for (const [line, options, words] of [
    ['h:1 PING', '', 'h:1 PING'],
    ['--json h:1 PING', '--json', 'h:1 PING'],
    ['h:1 PING --json', '--json', 'h:1 PING'],
    ['h:1 SET k v --only-masters -x', '--only-masters -x', 'h:1 SET k v'],
    ['-a secret h:1 --address-map=a=b PING', '-a secret --address-map=a=b', 'h:1 PING'],
    ['h:1 SET k -1', '', 'h:1 SET k -1'],
    ['h 1 SET k --foo', '', 'h 1 SET k --foo'],
    ['h:1 CLIENT KILL ID 3 -y --jsonx', '', 'h:1 CLIENT KILL ID 3 -y --jsonx'],
    ['h:1 SET k -abc -x5', '', 'h:1 SET k -abc -x5'],
    ['h:1 SET k -', '', 'h:1 SET k -'],
    ['-- h:1 SET k --json', '', 'h:1 SET k --json'],
    ['h:1 -x -- SET k -a -- --json', '-x', 'h:1 SET k -a -- --json'],
    ['h:1 SET k -- --json', '', 'h:1 SET k --json'],
    ['h:1 --foo PING', '--foo', 'h:1 PING'],
    ['h 1 --foo PING', '--foo', 'h 1 PING'],
    ['h:1 PING --pass', '--pass', 'h:1 PING'],
    ['h:1 PING --pass -- x', '--pass', 'h:1 PING x'],
  ] as const) {
    it(`of «${line}» are «${words}»`, () => expect(part(line)).to.deep.equal({options, words}))
  }

  it('keep empty words', () => {
    expect(partWords(['h:1', 'SET', 'k', ''], FLAGS).words).to.deep.equal(['h:1', 'SET', 'k', ''])
  })
})

describe('[U] commands that cannot be called', () => {
  for (const line of ['MONITOR', 'subscribe x', 'PSYNC ? -1', 'SYNC', 'HELLO 3', 'client reply OFF']) {
    it(line, () =>
      expect(() => refuseStreams(line.split(' '))).to.throw(ClusterToolError, /cannot be called/),
    )
  }
  for (const line of ['HELLO', 'HELLO 2', 'CLIENT LIST', 'PUBLISH a b', 'GET monitor']) {
    it(`not ${line}`, () => expect(() => refuseStreams(line.split(' '))).not.to.throw())
  }
})
