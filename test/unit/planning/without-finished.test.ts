import {expect} from 'chai'
import type {Operation, RecordedStep} from '../../../src/domain/operation.js'
import type {Step} from '../../../src/domain/step.js'
import {withoutFinished} from '../../../src/planning/left-to-do.js'
import {lastFailover} from '../../../src/planning/failover/back.js'
import {A, B, C, operation} from './operation-fixture.js'

const change = (node: typeof A, primary: typeof A): Step => ({kind: 'switch-over', node, primary})
const restart = (node: typeof A): Step => ({
  kind: 'restart',
  node,
  address: 'h:1',
  nodes: [A, B, C],
  command: 'true',
  shard: 1,
  runId: 'x',
  limitMs: 1,
  pauseMs: 0,
})

/** The first `done` steps are done. */
function upTo(done: number, steps: readonly Step[]): readonly RecordedStep[] {
  return steps.map((_, index) => ({index, status: index < done ? 'done' : 'not-run', move: undefined}))
}

const ROLL = [restart(B), change(B, A), restart(A), change(A, B), restart(C)]

describe('[U] withoutFinished', () => {
  const left = (first: Operation, ...since: Operation[]) => withoutFinished(first, since).steps

  it('leaves out what was done, though the roles do not show it', () => {
    const roll = operation('roll', ROLL, {status: 'unfinished', results: upTo(4, ROLL)})
    expect(left(roll)).to.deep.equal([restart(C)])
  })

  it('leaves out what resumes of it did, and nothing that others did', () => {
    const roll = operation('roll', ROLL, {status: 'unfinished', results: upTo(1, ROLL)})
    const rest = ROLL.slice(1)
    const resumed = operation('resume', rest, {status: 'unfinished', of: roll.id, results: upTo(2, rest)})
    expect(left(roll, resumed)).to.deep.equal([change(A, B), restart(C)])
    const another = operation('resume', rest, {of: 'other'})
    expect(left(roll, another)).to.deep.equal(rest)
  })
})

describe('[U] lastFailover', () => {
  it('counts what resumed a failover as part of it', () => {
    const steps = [change(B, A), change(C, A)]
    const judged = (one: Operation) => ({...one, standing: 'done', supersededBy: undefined}) as const
    const first = judged(operation('failover', steps, {results: upTo(0, steps)}))
    const resumed = judged(operation('resume', steps, {of: first.id}))
    expect(lastFailover([first])).to.equal(undefined)
    expect(lastFailover([first, resumed])?.runs).to.deep.equal([first, resumed])
  })
})
