import {expect} from 'chai'
import type {ReplicateProblem} from '../../../../src/domain/spread.js'
import {refuseReplicate} from '../../../../src/planning/replicate/refusal.js'
import {id, nameOf} from '../../../support/snapshot.js'

describe('[U] refuseReplicate', () => {
  it('says the first problem, with the others as hints, and all of them as details', () => {
    const problems: ReplicateProblem[] = [
      {code: 'no-answer', node: id('a')},
      {code: 'not-primary', node: id('b')},
      {code: 'owns-slots', node: id('c')},
      {code: 'has-replicas', node: id('d'), replicas: [id('e'), id('f')]},
      {code: 'last-copy', node: id('g'), primary: id('h')},
    ]
    const error = refuseReplicate(problems, nameOf)
    expect(error.code).to.equal('REFUSED')
    expect([error.message, ...error.hints]).to.deep.equal([
      'a does not answer, is loading or is flagged fail.',
      'b is a replica, so no node can follow it.',
      'c owns slots. Only a node without slots can become a replica.',
      'd has replicas that would follow a replica then: e, f.',
      'g has the only synced copy beside h, and must stay.',
      'Nothing was changed.',
    ])
    expect(error.details).to.deep.equal(
      problems.map((problem, at) => ({...problem, message: [error.message, ...error.hints][at]})),
    )
  })
})
