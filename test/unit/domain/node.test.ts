import {expect} from 'chai'
import {isAwaitedBy, type Replication} from '../../../src/domain/node.js'

const PRIMARY: Replication = {
  role: 'primary',
  linkUp: false,
  syncing: false,
  lastIoSeconds: undefined,
  downSeconds: undefined,
  offset: 0,
  connectedReplicas: 1,
  awaiting: ['10.0.0.2:7001', '[::1]:7002'],
}

describe('[U] a replica', () => {
  it('is awaited by a primary that prepares a copy for any of its addresses', () => {
    const [announced, reached] = [
      {host: '10.0.0.2', port: 7001},
      {host: 'node-2', port: 17_001},
    ]
    expect(isAwaitedBy(PRIMARY, [reached, announced])).to.equal(true)
    expect(isAwaitedBy(PRIMARY, [{host: '::1', port: 7002}])).to.equal(true)
    expect(isAwaitedBy(PRIMARY, [reached])).to.equal(false)
    expect(isAwaitedBy({...PRIMARY, awaiting: []}, [announced])).to.equal(false)
    expect(isAwaitedBy(undefined, [announced])).to.equal(false)
  })
})
