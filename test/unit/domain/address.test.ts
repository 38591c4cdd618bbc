import {expect} from 'chai'
import {formatAddress, parseAddress} from '../../../src/domain/address.js'

const plain = {user: undefined, password: undefined, tls: false}

describe('[U] parseAddress', () => {
  const good = [
    ['10.0.0.1:7000', {host: '10.0.0.1', port: 7000, ...plain}],
    ['node-1.example:7000', {host: 'node-1.example', port: 7000, ...plain}],
    ['10.0.0.1 7000', {host: '10.0.0.1', port: 7000, ...plain}],
    ['[::1]:7000', {host: '::1', port: 7000, ...plain}],
    ['::1:7000', {host: '::1', port: 7000, ...plain}],
    ['::1 7000', {host: '::1', port: 7000, ...plain}],
    ['10.0.0.1:7000@17000', {host: '10.0.0.1', port: 7000, ...plain}],
    ['redis://10.0.0.1:7000', {host: '10.0.0.1', port: 7000, ...plain}],
    ['redis://10.0.0.1', {host: '10.0.0.1', port: 6379, ...plain}],
    ['redis://[::1]:7000/0', {host: '::1', port: 7000, ...plain}],
    ['redis://[::1]', {host: '::1', port: 6379, ...plain}],
    ['redis://:s%40cret@h:1', {...plain, host: 'h', port: 1, password: 's@cret'}],
    ['redis://bob:a:b@h:1', {...plain, host: 'h', port: 1, user: 'bob', password: 'a:b'}],
    ['rediss://bob:x@h:1', {host: 'h', port: 1, user: 'bob', password: 'x', tls: true}],
    ['valkeys://h:1', {...plain, host: 'h', port: 1, tls: true}],
  ] as const
  for (const [text, address] of good) {
    it(`reads ${text}`, () => expect(parseAddress(text)).to.deep.equal(address))
  }

  const bad = [
    ['7000', /no port/],
    ['localhost', /no port/],
    [':7000', /no host/],
    ['a:0', /"0" is not a port/],
    ['a:65536', /not a port/],
    ['a:7o', /"7o" is not a port/],
    ['a:', /not a port/],
    ['a b:1', /neither a name nor an IP/],
    ['a:b:1', /neither a name nor an IP/],
    ['', /no port/],
  ] as const
  for (const [text, reason] of bad) {
    it(`refuses «${text}»`, () => expect(() => parseAddress(text)).to.throw(reason))
  }

  it('never repeats a password', () => {
    for (const text of ['redis://:hunter2@h:x', 'redis://:hunter2@', 'redis://u:hunter2%zz@h:1']) {
      expect(() => parseAddress(text))
        .to.throw()
        .with.property('message')
        .that.does.not.contain('hunter2')
    }
  })
})

describe('[U] formatAddress', () => {
  it('writes what parseAddress reads', () => {
    expect(formatAddress({host: '::1', port: 7000})).to.equal('[::1]:7000')
    expect(formatAddress({host: 'h', port: 7000})).to.equal('h:7000')
  })
})
