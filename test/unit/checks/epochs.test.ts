import {expect} from 'chai'
import {checkEpochs} from '../../../src/checks/epochs.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkEpochs', () => {
  it('finds nothing when epochs differ, whatever replicas and empty primaries have', () => {
    expect(checkEpochs(snapshot('a 0-9 epoch=1\nb replica of a epoch=1\nc epoch=1'))).to.deep.equal([])
  })

  it('gives one finding per shared epoch, lowest first', () => {
    const cluster = snapshot('a 0 epoch=5\nb 1 epoch=2\nc 2 epoch=5\nd 3 epoch=2\ne 4 epoch=7')
    expect(withNames(checkEpochs(cluster))).to.deep.equal([
      {code: 'epochs-equal', nodes: ['b', 'd'], ranges: [], epoch: 2},
      {code: 'epochs-equal', nodes: ['a', 'c'], ranges: [], epoch: 5},
    ])
  })
})
