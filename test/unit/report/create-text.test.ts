import {expect} from 'chai'
import type {CreateOutcome} from '../../../src/domain/outcome.js'
import type {Step, StepResult} from '../../../src/domain/step.js'
import {createText} from '../../../src/report/create-text.js'
import {id, snapshot} from '../../support/snapshot.js'
import {shard} from './layout-fixture.js'

const steps: readonly Step[] = [
  {kind: 'assign-slots', node: id('a'), ranges: [{start: 0, end: 16_383}]},
  {kind: 'meet', nodes: [id('a'), id('b')]},
  {kind: 'replicate', node: id('b'), primary: id('a')},
]

const OUTCOME: CreateOutcome = {
  status: 'planned',
  software: 'redis',
  shards: [shard([{start: 0, end: 16_383}], 'a@h1', 'b@h2')],
  plan: {steps, warnings: []},
  steps: [],
  snapshot: undefined,
  findings: [],
}

const lines = (outcome: Partial<CreateOutcome>) =>
  createText({...OUTCOME, ...outcome}, {colour: false, detail: 'full'}).split('\n')

const brief = (outcome: Partial<CreateOutcome>) =>
  createText({...OUTCOME, ...outcome}, {colour: false}).split('\n')

function results(...statuses: StepResult['status'][]): StepResult[] {
  return statuses.map((status, index) => ({
    step: steps[Math.min(index, 2)] as Step,
    status,
    error: status === 'failed' ? 'ERR no' : undefined,
    milliseconds: 1,
  }))
}

describe('[U] create text', () => {
  it('shows a plan with its steps', () => {
    const text = lines({})
    expect(text[0]).to.equal('>>> Performing hash slots allocation on 2 nodes...')
    expect(text.slice(-5)).to.deep.equal([
      '>>> Steps',
      '1. Assign slots 0-16383 to h1:7000',
      '2. Introduce 2 nodes to each other',
      '3. Make h2:7000 a replica of h1:7000',
      'Nothing was changed: this was a dry run.',
    ])
  })

  it('shows a plan as a table, and its end in one line', () => {
    expect(brief({})).to.deep.equal([
      'primary  slots            replicas',
      'h1:7000  0-16383 (16384)  h2:7000',
      '[OK] Perfect anti-affinity obtained!',
      'Nothing was changed: this was a dry run.',
    ])
    const cluster = snapshot('a 0-16383\nb replica of a')
    expect(brief({status: 'done', steps: results('done'), snapshot: cluster})).to.deep.equal([
      'Created a cluster of 1 shard with 1 replica in all. The cluster is healthy.',
    ])
    expect(brief({status: 'nothing-to-do', snapshot: cluster})).to.deep.equal([
      'Nothing to do: the nodes already form this cluster.',
      'The cluster is healthy.',
    ])
  })

  it('says that nothing was changed when the user said no', () => {
    expect(lines({status: 'cancelled'})).to.deep.equal(['Cancelled; nothing was changed.'])
  })

  it('ends in the check of the cluster', () => {
    const cluster = snapshot('a 0-16383\nb replica of a')
    const text = lines({status: 'done', steps: results('done', 'done', 'done'), snapshot: cluster})
    expect(text[0]).to.equal('Created a cluster of 1 shard with 1 replica in all, in 3 steps.')
    expect(text.at(-1)).to.equal('[OK] All 16384 slots covered.')
    const again = lines({status: 'nothing-to-do', snapshot: cluster})
    expect(again[0]).to.equal('Nothing to do: the nodes already form this cluster.')
    expect(again.at(-1)).to.equal('[OK] All 16384 slots covered.')
  })

  it('says what failed, what was not run and how to continue', () => {
    expect(lines({status: 'incomplete', steps: results('done', 'failed', 'not-run')})).to.deep.equal([
      'Incomplete: 1 of 3 steps done.',
      'Failed: Introduce 2 nodes to each other: ERR no',
      'Not run: Make h2:7000 a replica of h1:7000',
      'To finish it, run the same create again with the same nodes in the same order.',
    ])
  })

  it('counts steps that were not run after the first ten', () => {
    const left = Array.from({length: 14}, () => 'not-run' as const)
    const text = lines({status: 'incomplete', steps: results(...left)})
    expect(text).to.have.lengthOf(13)
    expect(text[11]).to.equal('Not run: 4 more steps')
  })

  it('refers to check when every step is done and the cluster is not healthy', () => {
    const done = results('done', 'done', 'done')
    expect(lines({status: 'incomplete', steps: done})).to.deep.equal([
      'Incomplete: every step is done, but the cluster could not be read afterwards: clustertool check h1:7000',
    ])
    const text = lines({status: 'incomplete', steps: done, snapshot: snapshot('a 0-16383')})
    expect(text[0]).to.equal(
      'Incomplete: every step is done, but a check finds errors. Check again: clustertool check h1:7000',
    )
  })
})
