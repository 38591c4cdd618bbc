import {expect} from 'chai'
import {dealNodes} from '../../../../src/planning/create/deal-nodes.js'

describe('[U] dealNodes', () => {
  it('gives a shard all its items at once and the extra ones last', () => {
    const shares = [[3, 2, 3]]
    expect(dealNodes([['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']], shares, 2)).to.deep.equal([
      ['a', 'b', 'g'],
      ['c', 'd'],
      ['e', 'f', 'h'],
    ])
  })

  it('takes from the groups that a shard has a share in', () => {
    const shares = [
      [0, 1],
      [1, 1],
    ]
    expect(dealNodes([['a'], ['b', 'c']], shares, 1)).to.deep.equal([['b'], ['a', 'c']])
  })
})
