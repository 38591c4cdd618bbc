import {expect} from 'chai'
import {parseAddressRule} from '../../../src/cli/flags.js'
import {toAnnounced, toReachable} from '../../../src/redis/address-map.js'

const rules = [
  '10.0.0.1:7000=localhost:17000',
  '10.0.0.2=203.0.113.2',
  '[fd00::1]=[fd00::2]',
  'fd00::3=127.0.0.1',
].map(parseAddressRule)

describe('[U] address map', () => {
  it('maps addresses that nodes announce to addresses that can be reached', () => {
    expect(toReachable({host: '10.0.0.1', port: 7000}, rules)).to.deep.equal({
      host: 'localhost',
      port: 17_000,
    })
    expect(toReachable({host: '10.0.0.2', port: 7005}, rules)).to.deep.equal({
      host: '203.0.113.2',
      port: 7005,
    })
    expect(toReachable({host: 'fd00::1', port: 1}, rules)).to.deep.equal({host: 'fd00::2', port: 1})
    expect(toReachable({host: 'fd00::3', port: 1}, rules)).to.deep.equal({host: '127.0.0.1', port: 1})
  })

  it('leaves other addresses as they are', () => {
    expect(toReachable({host: '10.0.0.1', port: 7001}, rules)).to.deep.equal({host: '10.0.0.1', port: 7001})
    expect(toAnnounced({host: '10.9.9.9', port: 1}, rules)).to.deep.equal({host: '10.9.9.9', port: 1})
  })

  it('maps them back in commands to nodes, whichever of them the user typed', () => {
    expect(toAnnounced({host: 'localhost', port: 17_000}, rules)).to.deep.equal({
      host: '10.0.0.1',
      port: 7000,
    })
    expect(toAnnounced({host: '10.0.0.1', port: 7000}, rules)).to.deep.equal({host: '10.0.0.1', port: 7000})
  })

  for (const text of ['a', 'a=', '=a', 'a=b=c', 'a:x=b']) {
    it(`refuses the rule «${text}»`, () => expect(() => parseAddressRule(text)).to.throw())
  }
})
