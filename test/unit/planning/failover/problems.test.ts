import {expect} from 'chai'
import {runChecks} from '../../../../src/checks/index.js'
import type {FailoverMode} from '../../../../src/domain/failover.js'
import {nodeById} from '../../../../src/domain/snapshot.js'
import {failoverProblems} from '../../../../src/planning/failover/problems.js'
import {id, snapshot, type SnapshotOptions} from '../../../support/snapshot.js'

const OTHERS = 'b 5461-10922\nc 10923-16383'

/** The codes of what speaks against r in the place of a. */
function codes(lines: string, mode: FailoverMode = 'plain', options: SnapshotOptions = {}): string {
  const now = snapshot(`${lines}\n`, options)
  const pair = {replica: nodeById(now, id('r'))!, primary: nodeById(now, id('a'))!}
  return failoverProblems(now, [pair], {mode, findings: runChecks(now)})
    .map(({code}) => code)
    .join()
}

/** With a as it should be. */
function ofReplica(words: string, mode?: FailoverMode): string {
  return codes(`a 0-5460\n${OTHERS}\nr replica of a ${words}`, mode)
}

function ofDead(words: string, mode: FailoverMode): string {
  return codes(`b 5461-10922\nc 10923-16383\na 0-5460 down fail\nr replica of a link=down ${words}`, mode)
}

describe('[U] failoverProblems', () => {
  it('has nothing against a replica with a link', () => {
    expect(ofReplica('')).to.equal('')
    expect(ofReplica('keys=0 offset=0')).to.equal('')
  })

  it('refuses a replica that could lose writes or not win', () => {
    expect(ofReplica('link=down')).to.equal('replica-link-down')
    expect(ofReplica('syncing')).to.equal('replica-syncing')
    expect(ofReplica('loading')).to.equal('replica-loading')
    expect(ofReplica('nofailover')).to.equal('nofailover')
    expect(ofReplica('down')).to.equal('replica-down')
  })

  it('refuses a dead primary without a flag, and a living one with a flag', () => {
    expect(ofDead('', 'plain')).to.contain('primary-down')
    expect(ofReplica('keys=5', 'force')).to.equal('primary-alive')
    expect(ofReplica('keys=5 link=down', 'force')).to.equal('')
  })

  it('lets a replica of a dead primary be elected, unless it never had its data', () => {
    expect(ofDead('keys=5 offset=100', 'force')).to.equal('')
    expect(ofDead('keys=0 offset=100', 'force')).to.equal('')
    expect(ofDead('keys=5 offset=0', 'force')).to.equal('')
    expect(ofDead('keys=0 offset=0', 'force')).to.equal('replica-empty')
    expect(ofDead('keys=0 offset=1', 'force')).to.equal('replica-empty')
    expect(ofDead('keys=5 syncing', 'force')).to.equal('replica-syncing')
  })

  it('wants votes of most primaries with slots, and a takeover only without them', () => {
    const lines =
      'c 10923-16383\na 0-5460 down fail\nb 5461-10922 down fail\nd\ne\nr replica of a link=down keys=5'
    expect(codes(lines, 'force')).to.equal('no-quorum')
    expect(codes(lines, 'takeover')).to.equal('')
    expect(ofDead('keys=5', 'takeover')).to.equal('has-quorum')
    expect(codes('a 0-8191\nb 8192-16383\nr replica of a')).to.equal('')
    expect(codes('a 0-8191\nb 8192-16383 down fail\nr replica of a')).to.equal('no-quorum')
  })

  it('refuses a primary without slots, but for Valkey 8 and later', () => {
    expect(codes('a\nb 0-8191\nc 8192-16383\nr replica of a')).to.equal('no-slots')
    const valkey = 'software=valkey version=8.0.1'
    expect(codes(`a ${valkey}\nb 0-8191\nc 8192-16383\nr replica of a ${valkey}`)).to.equal('')
  })

  it('refuses while nodes disagree, or a primary that changes its role has open slots', () => {
    const lines = `a 0-5460\n${OTHERS}\nr replica of a`
    expect(codes(lines, 'plain', {views: {c: 'a 0-5459'}})).to.equal('views-disagree')
    expect(codes(`a 0-5460 [7->-b]\nb 5461-10922 [7-<-a]\nc 10923-16383\nr replica of a`)).to.equal(
      'slots-open',
    )
    expect(codes(`a 0-5460\nb 5461-10922 [5461->-c]\nc 10923-16383 [5461-<-b]\nr replica of a`)).to.equal('')
  })
})
