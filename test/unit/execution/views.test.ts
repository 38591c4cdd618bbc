import {expect} from 'chai'
import type {NodeId, NodeLine} from '../../../src/domain/node.js'
import {highestUnread, oldWordAbout, wordsOf} from '../../../src/execution/old-word.js'
import {epochClashesIn, handshakesIn, knowersIn, staleIn, type Views} from '../../../src/execution/views.js'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'

const id = (letter: string) => letter.repeat(40) as NodeId

/** `a: a 1 0-5, b 2 6-9`: what a says, of each node its epoch, and its slots or `>` and its primary. */
function views(text: string): Views {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line): [NodeId, NodeLine[]] => {
        const [by = '', said = ''] = line.trim().split(': ')
        const lines = said.split(', ').map((one) => nodeLine(by, one.split(' ')))
        return [id(by), parseClusterNodes(lines.join('\n'))]
      }),
  )
}

function nodeLine(by: string, [letter = '', epoch = '', ...rest]: string[]): string {
  const primary = rest.find((word) => word.startsWith('>'))?.slice(1)
  const flags = rest.includes('handshake') ? 'handshake' : primary === undefined ? 'master' : 'slave'
  const slots = rest.filter((word) => /^[\d[]/.test(word)).map((word) => word.replace('PEER', id('b')))
  const port = 7000 + letter.charCodeAt(0)
  const own = by === letter ? 'myself,' : ''
  return `${id(letter)} 10.0.0.1:${port}@1 ${own}${flags} ${primary ? id(primary) : '-'} 0 ${Math.random()} ${epoch} connected ${slots.join(' ')}`
}

describe('[U] views after a command', () => {
  it('are stale where a picture differs from the own word, with what differs', () => {
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

  it('are stale where somebody is not known, and not for an epoch that was not heard of yet', () => {
    const stale = staleIn(views('a: a 7 0-5, b 2 6-9\nb: b 3 6-9'))
    expect(stale).to.deep.equal([{node: id('b'), about: id('a'), role: true}])
  })

  it('tell of handshakes at the addresses asked for only, and of who knows a node', () => {
    const seen = views('a: a 1 0-5, x 0 handshake, y 0 handshake\nb: b 2 6-9, z 3')
    const at = `10.0.0.1:${7000 + 'x'.charCodeAt(0)}`
    expect(handshakesIn(seen, new Set([at]))).to.deep.equal([{by: id('a'), at}])
    expect(knowersIn(seen, [id('z')])).to.deep.equal([{by: id('b'), node: id('z')}])
  })

  it('clash where owners of slots have one epoch, by their own words; the greatest id keeps it, as servers do', () => {
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
      {node: id('b'), keeper: id('c')},
      {node: id('a'), keeper: id('c')},
    ])
  })
})

describe('[U] oldWordAbout', () => {
  it('finds who takes a node for the owner of what another one owns by its own word', () => {
    const words = wordsOf(
      views(`
        a: a 1 0-5, b 2 6-9, c 0
        b: a 1 0-5, b 2 6-9, c 0
        c: a 1 0-7, b 2 8-9, c 0
      `),
    )
    expect(oldWordAbout(id('a'), words)).to.deep.equal({
      by: id('c'),
      owner: id('b'),
      ranges: [{start: 6, end: 7}],
    })
    expect(oldWordAbout(id('b'), words)).to.equal(undefined)
  })

  it('does not count slots that are open where it is said', () => {
    const words = wordsOf(
      views('a: a 1 0-5, b 2 6-9\nb: a 1 0-5, b 2 6-9\nc: a 1 0-6, b 2 7-9, c 0 [6-<-PEER]'),
    )
    expect(oldWordAbout(id('a'), words)).to.equal(undefined)
  })

  it('knows the highest epoch of primaries that were not read', () => {
    const words = wordsOf(views('a: a 9 0-5, b 2, c 3\nb: a 9 0-5, b 2, c 4, d 8 >c'))
    expect(highestUnread(words)).to.deep.equal({epoch: 4, by: id('b')})
  })
})
