import {expect} from 'chai'
import {commandFor} from '../../../src/domain/restart.js'

const PLACES = {host: '10.0.0.1', port: '7000', id: 'abc', role: 'replica', shard: '2'}

describe('[U] commandFor', () => {
  it('fills every place, also inside quotes and more than once', () => {
    expect(commandFor(`ssh {host} 'restart {port} {port}' {id} {role} {shard} {other}`, PLACES)).to.equal(
      `ssh 10.0.0.1 'restart 7000 7000' abc replica 2 {other}`,
    )
    expect(commandFor('{host}', {...PLACES, host: 'fe80::1%eth0'})).to.equal('fe80::1%eth0')
  })

  it('refuses a value that a shell could take for more than text', () => {
    for (const host of ['a b', "a'b", 'a;b', '$(x)', '`x`', 'a&b', '']) {
      expect(commandFor('x {port}', {...PLACES, host}), host).to.equal(undefined)
    }
  })
})
