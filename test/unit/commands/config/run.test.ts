import {expect} from 'chai'
import {parseNames, parseSetting, parseTimeout} from '../../../../src/commands/config/run.js'
import {takeTarget, wordsOf} from '../../../../src/cli/target.js'
import {ClusterToolError} from '../../../../src/domain/errors.js'

const usage = (run: () => unknown, says: RegExp) => expect(run).to.throw(ClusterToolError, says)

describe('[U] the seed before other words', () => {
  it('is one word, or a host and a number', () => {
    for (const words of [
      ['h:7', 'GET', 'k'],
      ['h', '7', 'GET', 'k'],
    ]) {
      const {target, rest} = takeTarget(words)
      const [seed] = target.kind === 'nodes' ? target.nodes : []
      expect({host: seed?.host, port: seed?.port, rest}).to.deep.equal({
        host: 'h',
        port: 7,
        rest: ['GET', 'k'],
      })
    }
  })

  it('does not include a number after a complete address', () => {
    expect(takeTarget(['h:7', '5000']).rest).to.deep.equal(['5000'])
    expect(takeTarget(['[::1]:7', '5000']).rest).to.deep.equal(['5000'])
  })

  it('has to be there, with a port', () => {
    usage(() => takeTarget([]), /No node was given/)
    usage(() => takeTarget(['h', 'PING']), /"h" is not the address of a node: it has no port/)
    usage(() => takeTarget(['h', '99999', 'PING']), /not a port/)
  })
})

describe('[U] words without a node', () => {
  it('are taken for what they can only be', () => {
    const bare = {kind: 'default'}
    expect(parseTimeout(['15000']).target).to.deep.equal(bare)
    expect(parseSetting(['maxmemory', '7000'], true)).to.deep.include({target: bare})
    expect(parseSetting(['maxmemory', '7000'], true).options.value).to.equal('7000')
    expect(parseNames(['maxmemory', 'save'])).to.deep.equal({target: bare, patterns: ['maxmemory', 'save']})
  })

  it('are a node where they may be one', () => {
    expect(parseSetting(['h', '7', 'maxmemory', '1'], true).target.kind).to.equal('nodes')
    expect(parseNames(['h', '7', 'save']).target.kind).to.equal('nodes')
    usage(() => parseNames(['10.0.0.5', 'save']), /has no port/)
    usage(() => parseTimeout(['h:7']), /a number of milliseconds/)
    expect(takeTarget(['@prod', 'GET', 'k'])).to.deep.equal({
      target: {kind: 'profile', name: 'prod'},
      rest: ['GET', 'k'],
    })
  })
})

describe('[U] words in the order they were typed', () => {
  it('are those that belong to no option', () => {
    const raw = [
      {type: 'flag', input: '5000'},
      {type: 'arg', input: 'h:7'},
      {type: 'arg', input: '5000'},
    ]
    expect(wordsOf({raw})).to.deep.equal(['h:7', '5000'])
  })
})

describe('[U] arguments of set-timeout', () => {
  it('are a node and milliseconds', () => {
    const {options} = parseTimeout(['h:7', '15000'])
    expect(options).to.include({name: 'cluster-node-timeout', value: '15000', rewrite: true})
    expect(parseTimeout(['h', '7', '100']).options.value).to.equal('100')
  })

  for (const text of ['99', '0']) {
    it(`are not ${text}`, () => usage(() => parseTimeout(['h:7', text]), /less than 100 milliseconds/))
  }
  for (const text of ['x', '-5', '1e3', '500ms', '', '2147483648', '1.5']) {
    it(`are not «${text}»`, () => usage(() => parseTimeout(['h:7', text]), /is not a number of milliseconds/))
  }
  it('are no fewer and no more', () => {
    usage(() => parseTimeout(['h:7']), /a number of milliseconds/)
    usage(() => parseTimeout(['h:7', '1', '2']), /a number of milliseconds/)
  })
})

describe('[U] arguments of config', () => {
  it('set are a node, one name and one value, which may be empty', () => {
    const {options} = parseSetting(['h:7', 'MaxMemory', ''], false)
    expect(options).to.include({name: 'MaxMemory', value: '', rewrite: false, lookFirst: true})
    for (const words of [['h:7', 'save'], ['h:7', 'save', '3600', '1'], ['h:7']]) {
      usage(() => parseSetting(words, true), /one setting and one value/)
    }
    usage(() => parseSetting(['h:7', 'max*', '1'], true), /"max\*" is not the name of one setting/)
  })

  it('set are nothing that is different on each node', () => {
    for (const name of ['port', 'tls-port', 'cluster-announce-ip', 'replica-announce-port', 'BIND']) {
      usage(() => parseSetting(['h:7', name, '1'], true), /must differ between nodes/)
    }
    expect(parseSetting(['h:7', 'cluster-announce-hostname', ''], true).options.value).to.equal('')
  })

  it('get are a node and names', () => {
    expect(parseNames(['h', '7', 'save', 'max*']).patterns).to.deep.equal(['save', 'max*'])
    usage(() => parseNames(['h:7']), /names of settings/)
  })
})
