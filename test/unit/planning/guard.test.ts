import {expect} from 'chai'
import {checkOpenSlots} from '../../../src/checks/open-slots.js'
import {findingsAgainst} from '../../../src/planning/guard.js'
import {id, snapshot} from '../../support/snapshot.js'

const MOVE = {source: id('a'), target: id('b'), ranges: [{start: 0, end: 9}]}

function against(text: string): string[] {
  const open = checkOpenSlots(snapshot(text))
  return findingsAgainst([MOVE], open).flatMap(({nodes}) => nodes)
}

describe('[U] findings against moves', () => {
  it('are not open slots that the moves continue', () => {
    expect(against('a 0-9 [5->-b]\nb 10-16383 [5-<-a]')).to.deep.equal([])
    expect(against('a 0-9 [5->-b]\nb 10-16383')).to.deep.equal([])
  })

  it('are slots that only the target has marked: their owner has accepted writes to all keys since', () => {
    expect(against('a 0-9\nb 10-16383 [5-<-a]')).to.deep.equal([id('b')])
    expect(against('a 0-9 [4->-b]\nb 10-16383 [4-<-a] [5-<-a]')).to.deep.equal([id('b')])
  })

  it('are open slots of other moves', () => {
    expect(against('a 0-20 [15->-b]\nb 21-16383 [15-<-a]')).to.deep.equal([id('a'), id('b')])
    expect(against('a 0-9 [5->-c]\nb 10-16383\nc [5-<-a]')).to.deep.equal([id('a'), id('c')])
  })
})
