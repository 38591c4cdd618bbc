import {expect} from 'chai'
import type {ClusterSnapshot} from '../../../../src/domain/snapshot.js'
import {Brought} from '../../../../src/execution/import/brought.js'
import {id, snapshot} from '../../../support/snapshot.js'

const WHOLE = snapshot(`
  a 0-8191
  b 8192-16383
  c replica of a
`)

/** The failures after these snapshots, if keys were imported into a and b before. */
function failuresAfter(...later: readonly ClusterSnapshot[]): readonly string[] {
  const brought = new Brought()
  brought.seeOwners(WHOLE)
  brought.relyOn(id('a'))
  brought.add(id('b'), 7)
  for (const one of later) brought.seeOwners(one)
  return brought.failures
}

describe('owners that may have lost imported keys', () => {
  it('are those from which a replica took over', () => {
    const [failure, ...more] = failuresAfter(snapshot('c 0-8191 epoch=9\nb 8192-16383\na replica of c'))
    expect(failure).to.match(/^10\.0\.0\.3:7003 was replaced by another node after .* 0 keys/)
    expect(more).to.deep.equal([])
  })

  it('are those that do not answer while others own their slots, also if that is only seen later', () => {
    const away = snapshot('b 8192-16383\na 0-8191 down\nc replica of a')
    expect(failuresAfter(away)).to.deep.equal([])
    expect(failuresAfter(away, WHOLE)).to.deep.equal([])
    const taken = snapshot('b 8192-16383\nc 0-8191 epoch=9\na 0-8191 down fail')
    expect(failuresAfter(away, taken)).to.have.length(1)
    expect(failuresAfter(away, taken, taken)).to.have.length(1)
    expect(failuresAfter(snapshot('b 0-16383 epoch=9\na down fail'))).to.have.length(1)
  })

  it('are not those whose slots moved to another primary', () => {
    expect(failuresAfter(snapshot('a 0-100\nb 101-16383 epoch=9\nc replica of a'))).to.deep.equal([])
    expect(failuresAfter(snapshot('b 0-16383 epoch=9\na replica of b\nc replica of b'))).to.deep.equal([])
  })

  it('are those that were restarted after they received keys, and no others', () => {
    const brought = new Brought()
    brought.seeRun(id('a'), 'a:1', 'run1')
    brought.seeRun(id('a'), 'a:1', 'run2')
    expect(brought.failures).to.deep.equal([])
    brought.add(id('a'), 3)
    brought.seeRun(id('a'), 'a:1', 'run2')
    brought.seeRun(id('a'), 'a:1', undefined)
    expect(brought.failures).to.deep.equal([])
    brought.seeRun(id('a'), 'a:1', 'run3')
    expect(brought.failures).to.deep.equal([
      'a:1 was restarted after this run had imported 3 keys into it; those are lost which it had not saved',
    ])
  })
})
