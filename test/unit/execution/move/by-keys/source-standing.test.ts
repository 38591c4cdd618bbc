import {expect} from 'chai'
import type {NodeId} from '../../../../../src/domain/node.js'
import {reasonAgainst} from '../../../../../src/execution/move/by-keys/source-standing.js'
import {parseClusterNodes} from '../../../../../src/redis/cluster-nodes.js'

const id = (letter: string) => letter.repeat(40) as NodeId
const line = (letter: string, rest: string) => `${id(letter)} 127.0.0.1:7000@17000 ${rest}`
const primaries = new Set([id('s'), id('t'), id('u')])
const reason = (slots: readonly number[], ...lines: string[]) =>
  reasonAgainst(parseClusterNodes(lines.join('\n')), {slots, target: id('t'), primaries})
const mark = (slot: number, letter = 't') => `[${slot}->-${id(letter)}]`
const target = line('t', 'master - 0 0 2 connected 100')

describe('[U] the source of slots that are to be closed', () => {
  it('may be asked when it owns and marks them, or when the target has them already', () => {
    const own = line('s', `myself,master - 0 0 1 connected 5-7 ${mark(5)} ${mark(6)}`)
    expect(reason([5, 6], own, target)).to.equal(undefined)
    expect(reason([5, 100], own, target)).to.equal(undefined)
  })

  it('may be a replica of a former primary, since it gave its last slot away, and of no other node', () => {
    for (const taker of ['t', 'u']) {
      const drained = line('s', `myself,slave ${id(taker)} 0 0 1 connected`)
      expect(reason([100], drained, target)).to.equal(undefined)
      expect(reason([5], drained, target)).to.match(/another node owns slot 5/)
    }
    const replaced = line('s', `myself,slave ${id('h')} 0 0 3 connected`)
    expect(reason([5], replaced, target)).to.match(/is now a replica/)
  })

  it('may not have lost a mark, or a slot to another node', () => {
    const own = line('s', `myself,master - 0 0 1 connected 5-7 ${mark(5)} ${mark(6, 'h')}`)
    expect(reason([5, 6], own, target)).to.match(/slot 6 is no longer marked as migrating/)
    expect(reason([7], own, target)).to.match(/slot 7 is no longer marked as migrating/)
    expect(reason([9], own, target)).to.match(/another node owns slot 9/)
  })
})
