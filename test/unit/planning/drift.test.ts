import {expect} from 'chai'
import type {Step} from '../../../src/domain/step.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {changesSince} from '../../../src/planning/drift.js'
import {clusterFactsOf} from '../../../src/planning/plan-facts.js'
import {id, snapshot} from '../../support/snapshot.js'

const BEFORE = `
  a 0-8191 epoch=1
  b 8192-16383 epoch=2
  c epoch=3
  d replica of a
`
const MOVE: Step = {
  kind: 'migrate-slots',
  source: id('a'),
  target: id('c'),
  ranges: [{start: 0, end: 99}],
  method: 'keys',
  after: [],
}

function changes(now: ClusterSnapshot, steps: readonly Step[] = [MOVE]): string[] {
  const cluster = clusterFactsOf(snapshot(BEFORE), steps, () => '10.0.0.9:7009')
  const options = {joinLimitMs: 1, moving: {} as never}
  return changesSince({command: 'reshard', createdAt: '', cluster, options, plan: {steps}}, now)
}

describe('[U] changes since a plan was made', () => {
  it('are none when nothing has changed', () => {
    expect(changes(snapshot(BEFORE))).to.deep.equal([])
  })

  it('are none when the plan itself has been carried out, in part or completely', () => {
    const half = 'a 50-8191 epoch=1 [50->-c]\nb 8192-16383 epoch=2\nc 0-49 epoch=9 [50-<-a]\nd replica of a'
    expect(changes(snapshot(half))).to.deep.equal([])
    const whole = 'a 100-8191 epoch=1\nb 8192-16383 epoch=2\nc 0-99 epoch=9\nd replica of a'
    expect(changes(snapshot(whole))).to.deep.equal([])
  })

  it('describe what somebody else changed', () => {
    const cases: [string, string][] = [
      [
        'a 0-8190 epoch=1\nb 8191-16383 epoch=2\nc epoch=3\nd replica of a',
        'slots 8191 belong to 10.0.0.2:7002 now (before: 10.0.0.1:7001)',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16382 epoch=2\nc epoch=3\nd replica of a',
        'slots 16383 belong to nobody now (before: 10.0.0.2:7002)',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16383 epoch=7\nc epoch=3\nd replica of a',
        '10.0.0.2:7002 has config epoch 7 now (before: 2)',
      ],
      [
        'a 0-8191 epoch=1 [5->-b]\nb 8192-16383 epoch=2\nc epoch=3\nd replica of a',
        'slots 5 are open on 10.0.0.1:7001',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16383 epoch=2 down\nc epoch=3\nd replica of a',
        '10.0.0.2:7002 does not answer now',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc epoch=3\nd replica of a\ne epoch=5',
        '10.0.0.5:7005 has joined',
      ],
    ]
    for (const [text, words] of cases) expect(changes(snapshot(text))).to.deep.equal([words])
    const left = 'a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc epoch=3'
    expect(changes(snapshot(left))).to.deep.equal(['10.0.0.4:7004 has left'])
    const other = 'a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc replica of b\nd replica of a'
    expect(changes(snapshot(other))).to.deep.equal(['10.0.0.3:7003 is a replica now'])
  })

  it('do not contain nodes that the plan removes, or roles that it changes', () => {
    const steps: Step[] = [
      {kind: 'replicate', node: id('c'), primary: id('b')},
      {kind: 'forget', node: id('d'), by: [id('a')]},
    ]
    const now = snapshot('a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc replica of b')
    expect(changes(now, steps)).to.deep.equal([])
  })
})
