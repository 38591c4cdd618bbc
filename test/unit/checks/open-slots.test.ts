import {expect} from 'chai'
import {checkOpenSlots} from '../../../src/checks/open-slots.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkOpenSlots', () => {
  it('finds nothing without marks', () => {
    expect(checkOpenSlots(snapshot('a 0-8191\nb 8192-16383'))).to.deep.equal([])
  })

  it('reports both ends of a move, each by its own mark', () => {
    const cluster = snapshot('a 0-8191 [93->-b]\nb 8192-16383 [93-<-a]')
    expect(withNames(checkOpenSlots(cluster))).to.deep.equal([
      {code: 'slots-open', nodes: ['a'], ranges: [{start: 93, end: 93}], direction: 'migrating', peer: 'b'},
      {code: 'slots-open', nodes: ['b'], ranges: [{start: 93, end: 93}], direction: 'importing', peer: 'a'},
    ])
  })

  it('puts marks of one node together by direction and peer and joins their slots', () => {
    const cluster = snapshot('a 0-99 [5->-b] [4->-b] [6->-c] [200-<-b] [9->-b]\nb\nc')
    const found = checkOpenSlots(cluster).map((finding) => withNames({...finding, code: undefined}))
    expect(found).to.deep.equal([
      {
        code: undefined,
        nodes: ['a'],
        ranges: [
          {start: 4, end: 5},
          {start: 9, end: 9},
        ],
        direction: 'migrating',
        peer: 'b',
      },
      {code: undefined, nodes: ['a'], ranges: [{start: 6, end: 6}], direction: 'migrating', peer: 'c'},
      {code: undefined, nodes: ['a'], ranges: [{start: 200, end: 200}], direction: 'importing', peer: 'b'},
    ])
  })

  it('sees marks on replicas', () => {
    const cluster = snapshot('a 0-16383\nb replica of a [7-<-a]')
    expect(checkOpenSlots(cluster).map(({nodes}) => withNames(nodes))).to.deep.equal([['b']])
  })
})
