import {expect} from 'chai'
import {Databases} from '../../../../src/operations/follow/databases.js'
import {errorOf} from '../../../support/thrown.js'

describe('[U] Databases', () => {
  it('that are followed are all, or those that were named', () => {
    const all = new Databases(undefined, new Set([0]), [0, 3, 3])
    expect(all.known).to.deep.equal([0, 3])
    expect([0, 3, 9].map(all.follows)).to.deep.equal([true, true, true])
    const some = new Databases([3], new Set([0]), [0, 3])
    expect(some.known).to.deep.equal([3])
    expect([0, 3].map(some.follows)).to.deep.equal([false, true])
  })

  it('of a source without keys are taken for the first one', () => {
    expect(new Databases(undefined, new Set([0]), []).known).to.deep.equal([0])
  })

  it('keep their number if the owners have them, and otherwise become the first one', () => {
    const databases = new Databases(undefined, new Set([0, 3]), [0, 3])
    expect([3, 0, 3].map((db) => databases.targetOf(db))).to.deep.equal([3, 0, 3])
    const only = new Databases([5], new Set([0]), [5])
    expect([5, 5].map((db) => only.targetOf(db))).to.deep.equal([0, 0])
  })

  it('are never mixed, also when a client begins to use another one later', () => {
    const databases = new Databases(undefined, new Set([0]), [2])
    expect(databases.targetOf(2)).to.equal(0)
    const error = errorOf(() => databases.targetOf(0))
    expect(error.code).to.equal('INCOMPLETE')
    expect(error.message).to.match(
      /^Keys of the databases 2 and 0 of the source would be mixed in database 0/,
    )
    expect(databases.targetOf(2)).to.equal(0)
  })
})
