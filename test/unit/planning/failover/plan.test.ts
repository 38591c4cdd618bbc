import {expect} from 'chai'
import {nodeById} from '../../../../src/domain/snapshot.js'
import {lastFailover, pairsBack} from '../../../../src/planning/failover/back.js'
import type {Pair} from '../../../../src/planning/failover/pairs.js'
import {planFailover} from '../../../../src/planning/failover/plan.js'
import type {JudgedOperation} from '../../../../src/domain/operation.js'
import type {Step} from '../../../../src/domain/step.js'
import {ClusterToolError} from '../../../../src/domain/errors.js'
import {id, nameOf, snapshot, withNames} from '../../../support/snapshot.js'
import {operation} from '../operation-fixture.js'

const CLUSTER = snapshot(`
  a 0-8191
  b 8192-16383
  c replica of a
  d replica of b
`)

function pair(replica: string, primary: string): Pair {
  return {replica: nodeById(CLUSTER, id(replica))!, primary: nodeById(CLUSTER, id(primary))!}
}

function done(steps: readonly Step[], command = 'failover'): JudgedOperation {
  return {...operation(command, steps), standing: 'done', supersededBy: undefined}
}

const change = (node: string, primary: string): Step => ({
  kind: 'switch-over',
  node: id(node),
  primary: id(primary),
})

describe('[U] planFailover', () => {
  it('changes the roles of one shard after the other, and waits for all nodes in between', () => {
    const {steps, cautions} = planFailover(CLUSTER, [pair('c', 'a'), pair('d', 'b')], 'plain')
    const agree = {kind: 'agree', nodes: ['a', 'b', 'c', 'd']}
    expect(withNames(steps)).to.deep.equal([
      {kind: 'switch-over', node: 'c', primary: 'a'},
      agree,
      {kind: 'switch-over', node: 'd', primary: 'b'},
      agree,
    ])
    expect(cautions).to.deep.equal([])
  })

  it('says what may be lost if the primary is dead, and more if nobody votes', () => {
    const force = planFailover(CLUSTER, [pair('c', 'a')], 'force')
    expect(withNames(force.steps[0])).to.deep.equal({kind: 'failover', node: 'c', primary: 'a'})
    expect(force.cautions?.[0]?.message).to.match(
      /^Writes that 10\.0\.0\.1:7001 accepted and 10\.0\.0\.3:7003 has not received are lost\.$/,
    )
    const takeover = planFailover(CLUSTER, [pair('c', 'a')], 'takeover')
    expect(withNames(takeover.steps[0])).to.deep.equal({
      kind: 'failover',
      node: 'c',
      primary: 'a',
      withoutVotes: true,
      atOnce: true,
    })
    expect(takeover.cautions?.[0]?.message).to.match(/from now on/)
  })
})

describe('[U] pairsBack', () => {
  const back = (now: string, steps: readonly Step[]) =>
    pairsBack(snapshot(now), lastFailover([done(steps)])!).map(
      ({replica, primary}) => `${nameOf(replica.id)}>${nameOf(primary.id)}`,
    )

  it('turns each change of roles around, the last one first, and leaves out those that are undone', () => {
    const steps = [change('c', 'a'), change('d', 'b')]
    expect(back('c 0-8191\nd 8192-16383\na replica of c\nb replica of d', steps)).to.deep.equal([
      'b>d',
      'a>c',
    ])
    expect(back('c 0-8191\nb 8192-16383\na replica of c\nd replica of b', steps)).to.deep.equal(['a>c'])
  })

  it('refuses if another node is the primary now, or one is gone', () => {
    const message = (now: string) => {
      try {
        return back(now, [change('c', 'a')]).join()
      } catch (error) {
        if (error instanceof ClusterToolError) return error.message
        throw error
      }
    }
    expect(message('b 0-16383\nc replica of b\na replica of b')).to.match(/is no longer a replica of/)
    expect(message('c 0-16383')).to.match(/is no longer a replica of/)
  })

  it('finds the last failover that changed a role', () => {
    const first = done([change('c', 'a')])
    const second = done([change('d', 'b')])
    const idle: JudgedOperation = {
      ...done([change('c', 'a')]),
      results: [{index: 0, status: 'not-run', move: undefined}],
    }
    expect(lastFailover([first, second, idle, done([change('c', 'a')], 'fix')])?.operation).to.equal(second)
    expect(lastFailover([idle])).to.equal(undefined)
  })
})
