import {expect} from 'chai'
import {checkStrayKeys} from '../../../src/checks/stray-keys.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkStrayKeys', () => {
  it('adds up the keys of a node and lists the slots', () => {
    const strayKeys = [
      {slot: 9, keys: 2},
      {slot: 8, keys: 5},
      {slot: 100, keys: 0},
    ]
    const cluster = snapshot('a 0-7\nb', {nodes: {b: {strayKeys}}})
    expect(withNames(checkStrayKeys(cluster))).to.deep.equal([
      {code: 'keys-in-foreign-slots', nodes: ['b'], ranges: [{start: 8, end: 9}], keys: 7},
    ])
  })

  it('reports hidden keys separately', () => {
    const cluster = snapshot('a 0-7\nb', {nodes: {a: {hiddenKeys: 0}, b: {hiddenKeys: 4}}})
    expect(withNames(checkStrayKeys(cluster))).to.deep.equal([
      {code: 'keys-hidden', nodes: ['b'], ranges: [], keys: 4},
    ])
  })

  it('finds nothing when there are no stray keys, or nobody looked for them', () => {
    expect(checkStrayKeys(snapshot('a\nb', {nodes: {b: {strayKeys: []}}}))).to.deep.equal([])
  })
})
