import {expect} from 'chai'
import {epochClashesIn, handshakesIn, knowersIn, staleIn} from '../../../src/execution/views.js'
import {id, views} from './view-fixture.js'

describe('[U] views after a command', () => {
  it('are stale if they differ from what a node says about itself', () => {
    const stale = staleIn(
      views(`
        a: a 1 0-5, b 2 6-9, c 2 >b
        b: a 1 0-6, b 2 6-9, c 0
        c: a 1 0-5, b 2 6-9, c 2 >b
      `),
    )
    expect(stale).to.deep.equal([
      {node: id('b'), about: id('a'), role: false},
      {node: id('b'), about: id('c'), role: true},
    ])
  })

  it('are stale if a node is missing, and not if an epoch is not up to date', () => {
    const stale = staleIn(views('a: a 7 0-5, b 2 6-9\nb: b 3 6-9'))
    expect(stale).to.deep.equal([{node: id('b'), about: id('a'), role: true}])
  })

  it('show handshakes at the given addresses only, and which nodes know a node', () => {
    const seen = views('a: a 1 0-5, x 0 handshake, y 0 handshake\nb: b 2 6-9, z 3')
    const at = `10.0.0.1:${7000 + 'x'.charCodeAt(0)}`
    expect(handshakesIn(seen, new Set([at]))).to.deep.equal([{by: id('a'), at}])
    expect(knowersIn(seen, [id('z')])).to.deep.equal([{by: id('b'), node: id('z')}])
  })

  it('clash if owners of slots have the same epoch; the greatest id keeps it, as on servers', () => {
    const clashes = epochClashesIn(
      views(`
        a: a 4 0-1
        b: b 4 2-3
        c: c 4 4-5
        d: d 4
        e: e 5 6-7, a 5 0-1
        f: f 5 >e
      `),
    )
    expect(clashes).to.deep.equal([
      {node: id('b'), keeper: id('c'), slots: [{start: 2, end: 3}]},
      {node: id('a'), keeper: id('c'), slots: [{start: 0, end: 1}]},
    ])
  })
})
