import {expect} from 'chai'
import {runChecks} from '../../../../src/checks/index.js'
import {ClusterToolError} from '../../../../src/domain/errors.js'
import type {Release} from '../../../../src/domain/upgrade.js'
import {chosenNodes} from '../../../../src/planning/roll/chosen.js'
import {planRoll, type RollWish} from '../../../../src/planning/roll/plan.js'
import {rollProblems} from '../../../../src/planning/roll/problems.js'
import {id, nameOf, snapshot} from '../../../support/snapshot.js'

const WISH: RollWish = {command: 'x {port}', limitMs: 5, pauseMs: 0, versionTo: undefined, back: false}
const CLUSTER = `
  a 0-8191 host=h1
  b 8192-16383 host=h2
  c replica of a host=h2
  d replica of b host=h3
  e replica of b host=h1
`

/** The steps in short: `r c` restarts c, `c>a` makes c the primary in the place of a. */
function planned(only: readonly string[] = [], wish: Partial<RollWish> = {}, lines = CLUSTER): string {
  const now = snapshot(lines)
  const chosen = chosenNodes(now, only)
  const runIds = new Map([...chosen].map((id) => [id, `run of ${nameOf(id)}`]))
  const {steps} = planRoll(now, {...WISH, ...wish}, {chosen, runIds, persistence: new Map()})
  return steps
    .flatMap((step) => {
      if (step.kind === 'restart') {
        expect(step.runId).to.equal(`run of ${nameOf(step.node)}`)
        return [`r ${nameOf(step.node)}`]
      }
      return step.kind === 'switch-over' ? [`${nameOf(step.node)}>${nameOf(step.primary)}`] : []
    })
    .join(' ')
}

describe('[U] planRoll', () => {
  it('restarts replicas first, then the primary behind one of them, shard by shard', () => {
    expect(planned()).to.equal('r c c>a r a r d r e d>b r b')
    expect(planned([], {back: true})).to.equal('r c c>a r a a>c r d r e d>b r b b>d')
  })

  it('restarts only what is named: replicas, a host, a node', () => {
    expect(planned(['replicas'])).to.equal('r c r d r e')
    expect(planned(['h1'])).to.equal('c>a r a r e')
    expect(planned(['10.0.0.4:7004', 'h2'].slice(1))).to.equal('r c d>b r b')
  })

  it('promotes a replica that was restarted, so that a newer primary has a newer replica', () => {
    expect(planned(['h2', 'h1'])).to.equal('r c c>a r a r e e>b r b')
  })

  it('restarts a primary without slots where it is', () => {
    expect(planned([], {}, 'a 0-16383\nb replica of a\nc')).to.equal('r b b>a r a r c')
  })

  it('expects a full copy from nodes with an AOF or without snapshots', () => {
    const now = snapshot(
      'a 0-16383\nb replica of a\nc replica of a\nd replica of a version=4.0.1\ne\nf replica of a',
    )
    const known = (appendOnly: boolean, saves: boolean) => ({appendOnly, saves})
    const persistence = new Map([
      [id('a'), known(false, true)],
      [id('b'), known(true, true)],
      [id('c'), known(false, false)],
      [id('d'), known(false, true)],
      [id('e'), known(false, true)],
    ])
    const {steps} = planRoll(now, WISH, {chosen: chosenNodes(now, []), runIds: new Map(), persistence})
    const expected = steps.flatMap((step) =>
      step.kind === 'restart' ? [`${nameOf(step.node)} ${step.expects}`] : [],
    )
    expect(expected).to.have.members([
      'a partial',
      'b full',
      'c full',
      'd full',
      'e undefined',
      'f undefined',
    ])
  })

  it('counts shards from 1, in the order of their slots', () => {
    const now = snapshot(CLUSTER)
    const {steps} = planRoll(now, WISH, {
      chosen: chosenNodes(now, ['replicas']),
      runIds: new Map(),
      persistence: new Map(),
    })
    expect(steps.flatMap((step) => (step.kind === 'restart' ? [step.shard] : []))).to.deep.equal([1, 2, 2])
  })
})

describe('[U] chosenNodes', () => {
  const refusal = (lines: string, only: readonly string[]) => {
    try {
      return [...chosenNodes(snapshot(lines), only)].map(nameOf).join()
    } catch (error) {
      if (error instanceof ClusterToolError) return `${error.code} ${error.message}`
      throw error
    }
  }

  it('leaves out nodes that do not answer, unless they are named', () => {
    const lines = 'a 0-16383\nb replica of a down host=h2'
    expect(refusal(lines, [])).to.equal('a')
    expect(refusal(lines, ['h2'])).to.match(/^REFUSED \S+ does not answer/)
    expect(refusal(lines, ['x'])).to.match(/^USAGE "x" is not a node/)
  })
})

describe('[U] rollProblems', () => {
  const codes = (lines: string, to?: Release, only: readonly string[] = []) => {
    const now = snapshot(lines)
    const problems = rollProblems(now, chosenNodes(now, only), {
      findings: runChecks(now),
      to,
      command: 'x {host}',
    })
    return problems.map(({code}) => code).join()
  }

  it('has nothing against a healthy cluster', () => {
    expect(codes(CLUSTER)).to.equal('')
  })

  it('refuses errors, primaries that nobody stands in for, and hosts that a shell would not take for text', () => {
    expect(codes('a 0-8191\nb 8192-16382\nc replica of a\nd replica of b')).to.equal('unhealthy')
    expect(codes('a 0-8191\nb 8192-16383\nc replica of a')).to.equal('no-replica')
    expect(codes('a 0-16383\nc replica of a link=down')).to.equal('no-replica')
    expect(codes('a 0-16383\nc replica of a', undefined, ['replicas'])).to.equal('')
    expect(codes('a 0-16383\nc replica of a host=h;reboot')).to.equal('odd-address')
  })

  it('refuses versions that cannot be mixed', () => {
    const lines = 'a 0-16383 version=6.2.1\nb replica of a version=6.2.1'
    expect(codes(lines, {software: 'redis', version: '7.2'})).to.equal('upgrade-path')
    expect(codes(lines, {software: 'redis', version: '7.0'})).to.equal('')
  })
})
