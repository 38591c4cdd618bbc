import {expect} from 'chai'
import {isOfOneNode} from '../../../src/domain/setting.js'

describe('[U] settings of one node', () => {
  it('are those that name the node, its place and its files', () => {
    const own = ['port', 'bind', 'dir', 'logfile', 'slaveof', 'replicaof', 'cluster-announce-ip', 'pidfile']
    expect(own.filter((name) => !isOfOneNode(name))).to.deep.equal([])
    const shared = ['maxmemory', 'save', 'requirepass', 'cluster-node-timeout', 'bind-all', 'appendonly']
    expect(shared.filter(isOfOneNode)).to.deep.equal([])
  })
})
