import {expect} from 'chai'
import {parseMetrics} from '../../../../src/commands/metrics/flags.js'

const FLAGS = {listen: undefined, textfile: undefined, label: undefined, timeout: '8s', json: undefined}

describe('[U] the flags of metrics', () => {
  const listens: Readonly<Record<string, readonly [host: string, port: number]>> = {
    '9121': ['127.0.0.1', 9121],
    ':9121': ['', 9121],
    '127.0.0.1:9121': ['127.0.0.1', 9121],
    'metrics.example:9121': ['metrics.example', 9121],
    '[::1]:9121': ['::1', 9121],
    '[::]:0': ['::', 0],
  }
  for (const [text, [host, port]] of Object.entries(listens)) {
    it(`--listen ${text} is an address`, () => {
      expect(parseMetrics({...FLAGS, listen: text}).listen).to.deep.equal({host, port})
    })
  }

  for (const text of ['', 'host', 'host:', ':65536', '::1:9121', 'a b:1', '-1', '1.5', 'http://h:1']) {
    it(`--listen ${JSON.stringify(text)} is none`, () => {
      expect(() => parseMetrics({...FLAGS, listen: text})).to.throw(`--listen cannot be "${text}".`)
    })
  }

  it('--label adds labels', () => {
    expect(parseMetrics({...FLAGS, label: ['cluster=prod', 'a_1=b=c d']}).common).to.deep.equal({
      cluster: 'prod',
      a_1: 'b=c d',
    })
    expect(parseMetrics(FLAGS).common).to.deep.equal({})
  })

  for (const text of ['cluster', 'cluster=', '=prod', '1a=b', 'a-b=c', '__a=b', 'node=x', 'severity=x']) {
    it(`--label ${text} is refused`, () => {
      expect(() => parseMetrics({...FLAGS, label: [text]})).to.throw(`--label cannot be "${text}"`)
    })
  }

  it('--timeout is a time', () => {
    expect(parseMetrics({...FLAGS, timeout: '500ms'}).limitMs).to.equal(500)
    expect(parseMetrics({...FLAGS, timeout: '5'}).limitMs).to.equal(5000)
    expect(() => parseMetrics({...FLAGS, timeout: 'soon'})).to.throw('--timeout cannot be "soon"')
  })
})
