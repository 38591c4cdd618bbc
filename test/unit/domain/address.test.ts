import {expect} from 'chai'
import {formatAddress, parseAddress, parseAddresses} from '../../../src/domain/address.js'

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

describe('[U] parseAddresses', () => {
  const lists: readonly (readonly [text: string, ...addresses: string[]])[] = [
    ['a:1', 'a:1'],
    ['a:1,b:2', 'a:1', 'b:2'],
    ['[::1]:1,::1:2', '[::1]:1', '[::1]:2'],
    ['redis://u:p@a:1,b:2', 'a:1 u p', 'b:2 u p'],
    ['redis://u:p,q@a:1', 'a:1 u p,q'],
    ['redis://u:p@a:1,rediss://v:q@b:2', 'a:1 u p', 'b:2 v q tls'],
    ['rediss://a,b', 'a:6379 tls', 'b:6379 tls'],
  ]
  for (const [text, ...addresses] of lists) {
    it(`reads ${text}`, () => {
      const words = parseAddresses(text).map(({user, password, tls, ...address}) =>
        [formatAddress(address), user, password, tls ? 'tls' : undefined].filter(Boolean).join(' '),
      )
      expect(words).to.deep.equal(addresses)
    })
  }

  for (const text of ['a:1,', ',a:1', 'a:1,,b:2', ',']) {
    it(`refuses «${text}»`, () => {
      expect(() => parseAddresses(text)).to.throw(`"${text}" is not the address of a node: there is nothing`)
    })
  }

  it('never repeats a password', () => {
    expect(() => parseAddresses('redis://u:secret@a:1,,b:2')).to.throw(/the list in the URL/)
    expect(() => parseAddresses('redis://u:secret@a:1,b:x'))
      .to.throw()
      .and.not.match(/secret/)
  })
})
