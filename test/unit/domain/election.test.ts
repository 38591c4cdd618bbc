import {expect} from 'chai'
import {type ElectionFacts, electionWaitMs} from '../../../src/domain/election.js'

const FACTS: ElectionFacts = {
  software: 'redis',
  version: '8.6.0',
  nodeTimeoutMs: 15_000,
  hasAsked: true,
  linkAgeMs: 0,
}

describe('[U] electionWaitMs', () => {
  it('is four node timeouts after the link was made, and at least 4 s', () => {
    expect(electionWaitMs(FACTS)).to.equal(60_000)
    expect(electionWaitMs({...FACTS, linkAgeMs: 45_000})).to.equal(15_000)
    expect(electionWaitMs({...FACTS, linkAgeMs: 60_000})).to.equal(0)
    expect(electionWaitMs({...FACTS, linkAgeMs: 90_000})).to.equal(0)
    expect(electionWaitMs({...FACTS, nodeTimeoutMs: 500, linkAgeMs: 1000})).to.equal(3000)
    expect(electionWaitMs({...FACTS, linkAgeMs: undefined})).to.equal(60_000)
  })

  it('is nothing if no replica has asked for votes, and from Valkey 8.1 on', () => {
    expect(electionWaitMs({...FACTS, hasAsked: false})).to.equal(0)
    expect(electionWaitMs({...FACTS, software: 'valkey', version: '8.1.0'})).to.equal(0)
    expect(electionWaitMs({...FACTS, software: 'valkey', version: '8.0.9'})).to.equal(60_000)
  })
})
