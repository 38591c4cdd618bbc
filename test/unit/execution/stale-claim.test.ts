import {expect} from 'chai'
import type {NodeId} from '../../../src/domain/node.js'
import {staleClaimOf} from '../../../src/execution/stale-claim.js'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'

const id = (letter: string) => letter.repeat(40) as NodeId
const line = (letter: string, flags: string, slots: string, epoch = 5) =>
  `${id(letter)} 127.0.0.1:700${letter.codePointAt(0)! - 97}@1 ${flags} - 0 0 ${epoch} connected ${slots}`
const view = (...lines: string[]) => parseClusterNodes(lines.join('\n'))

describe('[U] claims of a node that was replaced', () => {
  const [own] = view(line('t', 'myself,master', '0-99 200'))
  const claim = (...lines: string[]) => own && staleClaimOf(id('t'), own, view(...lines))

  it('are slots that a third node owns in the view of another', () => {
    expect(claim(line('a', 'myself,master', '300'), line('h', 'master', '50-99', 6))).to.deep.equal({
      owner: id('h'),
      ranges: [{start: 50, end: 99}],
    })
  })

  it('are none if the other node agrees, or is giving the slots away itself', () => {
    expect(claim(line('a', 'myself,master', '300'), line('t', 'master', '0-99 200'))).to.equal(undefined)
    expect(claim(line('a', 'myself,master', '90-99', 6), line('h', 'master', '400', 6))).to.equal(undefined)
  })

  it('are none if the other node has not heard yet that the node got them', () => {
    expect(claim(line('a', 'myself,master', '300'), line('b', 'master', '50-99', 4))).to.equal(undefined)
  })
})
