import {expect} from 'chai'
import {Ring} from '../../../src/domain/ring.js'
import {WatchHistory} from '../../../src/domain/watch-history.js'
import {id} from '../../support/snapshot.js'
import {picture, sample} from '../../support/watch.js'

describe('[U] history of watch', () => {
  it('keeps the last values of a series, the oldest first', () => {
    const recent = new Ring<number>(3)
    for (const value of [1, 2, 3, 4, 5]) recent.push(value)
    expect(recent.values).to.deep.equal([3, 4, 5])
  })

  it('has the figures of each node and of all, and forgets nodes that have left', () => {
    const history = new WatchHistory()
    const busy = {stats: () => ({opsPerSecond: 5})}
    history.note(picture(sample('a 0-8191 memory=7\n b 8192-16383 memory=8', busy)))
    expect(history.of(id('b'))?.ops.values).to.deep.equal([5])
    expect(history.total.ops.values).to.deep.equal([10])
    expect(history.total.memory.values).to.deep.equal([15])
    history.note(picture(sample('a 0-16383 memory=7', busy)))
    expect(history.of(id('b'))).to.equal(undefined)
    expect(history.of(id('a'))?.memory.values).to.deep.equal([7, 7])
  })

  it('does not repeat old figures while no node can be read', () => {
    const history = new WatchHistory()
    history.note(picture(sample('a 0-16383')))
    history.note(picture(sample('a 0-16383'), {unread: 'gone'}))
    expect(history.total.ops.values).to.have.length(1)
  })

  it('has bounds: ten minutes of figures, and the last 500 events', () => {
    const history = new WatchHistory()
    const news = [
      {
        type: 'transition' as const,
        at: 1,
        transition: {kind: 'node-back' as const, node: {id: id('a'), host: 'h', address: 'h:1'}},
      },
    ]
    const one = picture(sample('a 0-16383'), {news})
    for (let count = 0; count < 1000; count++) history.note(one)
    expect([history.total.ops.values.length, history.news.length]).to.deep.equal([600, 500])
  })
})
