import {expect} from 'chai'
import {parseShards} from '../../../src/redis/shards.js'

describe('[U] parseShards', () => {
  it('reads the nodes of each shard, whatever other fields there are', () => {
    const node = (id: string) => ['id', id, 'port', 7000, 'health', 'fail']
    const reply = [
      ['slots', [0, 99], 'nodes', [node('a'), node('b')], 'id', 'a shard'],
      ['nodes', [node('c')]],
    ]
    expect(parseShards(reply)).to.deep.equal([['a', 'b'], ['c']])
    expect(parseShards(undefined)).to.deep.equal([])
  })
})
