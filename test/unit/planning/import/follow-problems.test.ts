import {expect} from 'chai'
import type {ImportFacts} from '../../../../src/domain/import.js'
import {followProblems} from '../../../../src/planning/import/follow-problems.js'
import {importProblems} from '../../../../src/planning/import/problems.js'
import {parseInfo} from '../../../../src/redis/info.js'
import {snapshot} from '../../../support/snapshot.js'

const CLUSTER = snapshot('a 0-8191\nb 8192-16383')

function facts(...lines: readonly string[]): ImportFacts {
  const info = parseInfo(['redis_version:7.0.15', ...lines].map((line) => `${line}\r\n`).join(''))
  return {name: 'h:1', info, primary: undefined}
}

const REPLICA = facts('role:slave', 'master_host:h', 'master_port:2', 'master_link_status:up')

describe('[U] followProblems', () => {
  it('lets a replica be followed, whose keys cannot be imported', () => {
    expect(importProblems([REPLICA], CLUSTER)).to.have.lengthOf(1)
    expect(followProblems([REPLICA], CLUSTER)).to.deep.equal([])
    expect(followProblems([facts('role:master')], CLUSTER)).to.deep.equal([])
  })

  it('names all else that forbids an import, of replicas, too', () => {
    const loading = facts('role:slave', 'master_link_status:up', 'loading:1')
    const problems = followProblems([loading], CLUSTER)
    expect(problems).to.have.lengthOf(1)
    expect(problems[0]).to.match(/^h:1 is still loading its data/)
  })
})
