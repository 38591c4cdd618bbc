import {expect} from 'chai'
import {memberProblems} from '../../../../src/planning/add-node/member-problems.js'
import {nodeById} from '../../../../src/domain/snapshot.js'
import {id, snapshot} from '../../../support/snapshot.js'

describe('[U] memberProblems', () => {
  const cluster = snapshot('a 0-8191\nb 8192-16383\nc replica of a\nd')
  const of = (name: string, asReplicas: boolean, primary?: string) => {
    const node = nodeById(cluster, id(name)) ?? {id: id(name), address: 'x:1'}
    return memberProblems(cluster, [node], {
      asReplicas,
      primary: primary === undefined ? undefined : id(primary),
    })
  }

  it('accepts a replica of the primary that was named, or of any primary if none was named', () => {
    expect(of('c', true, 'a')).to.deep.equal([])
    expect(of('c', true)).to.deep.equal([])
    expect(of('d', false)).to.deep.equal([])
    expect(of('new', true, 'b')).to.deep.equal([])
  })

  it('names the primary that a replica has, and the one that it should have', () => {
    expect(of('c', true, 'b')[0]?.message).to.match(
      /:7003 is already a replica of \S+:7001, not of \S+:7002\.$/,
    )
    expect(of('c', false)[0]?.message).to.match(/, not a primary\.$/)
  })
})
