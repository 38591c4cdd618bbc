import {expect} from 'chai'
import {setAside} from '../../../src/checks/ignore.js'
import type {Finding} from '../../../src/domain/finding.js'
import {id} from '../../support/snapshot.js'

const LOADING: Finding = {code: 'node-loading', nodes: [id('a')], ranges: []}
const FAILING: Finding = {code: 'cluster-state-fail', nodes: [id('a')], ranges: []}

describe('[U] findings to ignore', () => {
  it('are set aside by their codes', () => {
    expect(setAside([LOADING, FAILING, LOADING], ['node-loading', 'epochs-equal'])).to.deep.equal({
      findings: [FAILING],
      ignored: [LOADING, LOADING],
    })
    expect(setAside([LOADING], [])).to.deep.equal({findings: [LOADING], ignored: []})
  })
})
