import {expect} from 'chai'
import {lastingFindings} from '../../../src/checks/lasting.js'
import type {Finding} from '../../../src/domain/finding.js'
import {id} from '../../support/snapshot.js'

const OPEN: Finding = {
  code: 'slots-open',
  nodes: [id('a')],
  ranges: [{start: 1, end: 1}],
  direction: 'migrating',
  peer: id('b'),
}
const LAGGING: Finding = {
  code: 'replication-lagging',
  nodes: [id('c')],
  ranges: [],
  primary: id('a'),
  bytes: 5,
  seconds: 20,
}

describe('[U] lasting findings', () => {
  it('have the time at which they were first seen', () => {
    const first = lastingFindings([], [OPEN], 1000)
    const second = lastingFindings(first.lasting, [OPEN, LAGGING], 2000)
    expect(second.lasting.map(({since}) => since)).to.deep.equal([1000, 2000])
    expect(second.news).to.deep.equal([{type: 'finding', at: 2000, finding: LAGGING}])
  })

  it('stay the same while their numbers change', () => {
    const first = lastingFindings([], [OPEN, LAGGING], 1000)
    const changed: readonly Finding[] = [
      {...OPEN, ranges: [{start: 2, end: 9}]},
      {...LAGGING, bytes: 99},
    ]
    const second = lastingFindings(first.lasting, changed, 2000)
    expect(second.news).to.deep.equal([])
    expect(second.lasting).to.deep.equal(changed.map((finding) => ({finding, since: 1000})))
  })

  it('are others if they are about other nodes, another peer or another setting', () => {
    const setting = (name: string): Finding => ({
      code: 'settings-differ',
      nodes: [],
      ranges: [],
      setting: name,
      values: [],
    })
    const first = lastingFindings([], [OPEN, LAGGING, setting('x')], 1000)
    const others: Finding[] = [{...OPEN, peer: id('d')}, {...LAGGING, nodes: [id('d')]}, setting('y')]
    expect(lastingFindings(first.lasting, others, 2000).news.map(({type}) => type)).to.deep.equal([
      'finding',
      'finding',
      'finding',
      'finding-over',
      'finding-over',
      'finding-over',
    ])
  })

  it('end with how long they were there', () => {
    const first = lastingFindings([], [OPEN], 1000)
    expect(lastingFindings(first.lasting, [], 5000)).to.deep.equal({
      lasting: [],
      news: [{type: 'finding-over', at: 5000, finding: OPEN, since: 1000}],
    })
  })
})
