import {expect} from 'chai'
import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import type {StepOf, StepResult} from '../../../src/domain/step.js'
import {changeText} from '../../../src/report/change-text.js'
import {changeDocument} from '../../../src/contract/change.js'
import {WORDS} from '../../../src/report/document-words.js'
import {moveLine} from '../../../src/report/move-line.js'
import {noRebalanceText, rebalanceProposalText, reshardProposalText} from '../../../src/report/move-text.js'
import {id, snapshot} from '../../support/snapshot.js'

const before = snapshot(`
  a 0-8191
  b 8192-16383
  c
`)

const step: StepOf<'migrate-slots'> = {
  kind: 'migrate-slots',
  source: id('a'),
  target: id('c'),
  ranges: [{start: 0, end: 99}],
  method: 'keys',
  after: [],
}
const agree = {kind: 'agree', nodes: [id('a'), id('b'), id('c')]} as const
const caution = {code: 'target-memory', message: 'It may not fit.', advice: 'Give it more.', nodes: [id('c')]}
const plan = {steps: [step, agree], warnings: [], cautions: [caution]}
const move = {
  method: 'keys' as const,
  moved: [{start: 0, end: 49}],
  open: [{start: 50, end: 51}],
  unmoved: [{start: 52, end: 99}],
  keys: 5000,
  bytes: 1_048_576,
  longestPauseMs: 2.5,
}

function outcome(status: ChangeOutcome['status'], steps: readonly StepResult[] = []): ChangeOutcome {
  return {before, plan, status, steps, snapshot: undefined, findings: []}
}

const broken: StepResult[] = [
  {step, status: 'failed', error: 'no more memory', milliseconds: 2000, move},
  {step: agree, status: 'not-run', error: undefined, milliseconds: 0},
]

const SHORT = {colour: false}
const FULL = {colour: false, detail: 'full'} as const

describe('[U] change text', () => {
  it('shows the moves of a plan in a line for each pair of nodes, and the cautions', () => {
    const again = {...step, ranges: [{start: 200, end: 200}]}
    const moves = {before, plan: {...plan, steps: [step, again, agree]}}
    for (const show of [reshardProposalText, rebalanceProposalText]) {
      expect(show(moves, SHORT).split('\n')).to.deep.equal([
        'Move 101 slots (0-99,200) from 10.0.0.1:7001 to 10.0.0.3:7003, key by key.',
        'warning target-memory: It may not fit.',
        '    Give it more.',
      ])
    }
  })

  it('ends with what was done and how the cluster is, in one line', () => {
    const done: ChangeOutcome = {
      ...outcome('done', [
        {step, status: 'done', error: undefined, milliseconds: 120, move: {...move, open: []}},
      ]),
      snapshot: before,
    }
    const moved = 'Moved 50 slots with 5000 keys in 0.1 s.'
    expect(changeText(done, SHORT)).to.equal(`${moved} The cluster is healthy.`)
    const seed = '10.0.0.1:7001'
    const bare = {code: 'primary-without-replica', nodes: [id('a')], ranges: []} as const
    expect(changeText({...done, findings: [bare, bare]}, SHORT)).to.equal(
      `${moved} The cluster is healthy; 2 warnings (clustertool check ${seed}).`,
    )
    const failing = {code: 'cluster-state-fail', nodes: [id('a')], ranges: []} as const
    const lines = changeText({...done, findings: [bare, failing]}, SHORT).split('\n')
    expect(lines[0]).to.match(/^error cluster-state-fail: 10\.0\.0\.1:7001 reports/)
    expect(lines.at(-1)).to.equal(
      `${moved} The cluster has 1 error and 1 warning (clustertool check ${seed}).`,
    )
    expect(changeText({...done, steps: []}, {...SHORT, brief: () => 'Removed it.'})).to.equal(
      'Removed it. The cluster is healthy.',
    )
  })

  it('shows a reshard in the lines that scripts know, with its method and cautions', () => {
    expect(reshardProposalText({before, plan}, FULL).split('\n')).to.deep.equal([
      'Ready to move 100 slots.',
      '  Source nodes:',
      `    P: ${id('a')} 10.0.0.1:7001`,
      '       slots:[0-8191] (8192 slots) primary',
      '  Destination node:',
      `    P: ${id('c')} 10.0.0.3:7003`,
      '       slots:  (0 slots) primary',
      '  Resharding plan:',
      `    Moving slot range 0-99 from ${id('a')}`,
      'Slots move key by key (MIGRATE).',
      'warning target-memory: It may not fit.',
      '    Give it more.',
    ])
  })

  it('shows a rebalance', () => {
    expect(rebalanceProposalText({before, plan}, FULL)).to.match(
      /^>>> Rebalancing across 3 nodes\.\nMoving 100 slots from 10\.0\.0\.1:7001 to 10\.0\.0\.3:7003\n/,
    )
    expect(noRebalanceText(2)).to.equal(
      '*** No rebalancing needed! All nodes are within the 2.00% threshold.',
    )
  })

  it('numbers the steps of a plan that was only shown', () => {
    const text = changeText(outcome('planned'), {colour: false})
    expect(text).to.contain('1. Move slots 0-99 from 10.0.0.1:7001 to 10.0.0.3:7003 key by key')
    expect(text).to.match(/Nothing was changed: this was a dry run\.$/)
  })

  it('says what moved, what did not, what is open and how to continue', () => {
    const lines = changeText(outcome('incomplete', broken), {colour: false}).split('\n')
    expect(lines).to.deep.equal([
      'Moved 50 slots with 5000 keys (1.00M) in 2.0 s: 25 slots/s, 2500 keys/s; longest pause 2.5 ms.',
      'Incomplete: 0 of 2 steps done.',
      'Failed: Move slots 0-99 from 10.0.0.1:7001 to 10.0.0.3:7003 key by key: no more memory',
      'Not run: Wait until 3 nodes agree on the slots and report ok',
      'Left open, with keys on both sides: slots 50-51, migrating on 10.0.0.1:7001 and importing on 10.0.0.3:7003.',
      'To continue: clustertool resume 10.0.0.1:7001 ; or, from another machine:',
      '  clustertool reshard 10.0.0.1:7001 --from 10.0.0.1:7001 --to 10.0.0.3:7003 --slot-ranges 50-99',
    ])
  })

  it('has an equivalent document', () => {
    const document = changeDocument('reshard', outcome('incomplete', broken), WORDS)
    expect(document).to.deep.include({schema: 1, command: 'reshard'})
    const [first] = document.outcome.steps
    expect(first).to.deep.include({
      status: 'failed',
      error: 'no more memory',
      milliseconds: 2000,
      move,
      notes: [],
    })
    expect(document.outcome.plan.cautions[0]?.nodes).to.deep.equal([{id: id('c'), address: '10.0.0.3:7003'}])
    expect(document.outcome.plan.steps[0]).to.deep.include({
      kind: 'migrate-slots',
      slots: [{start: 0, end: 99}],
    })
  })

  it('shows the progress of a move', () => {
    const progress = {slots: 100, slotsMoved: 25, keys: 500, keysTotal: 2000, bytes: 1, pauseMs: 1.25}
    const head = {position: '[2/3]', source: '10.0.0.1:7000', target: '10.0.0.2:7000'}
    const ends = '[2/3] 10.0.0.1:7000 > 10.0.0.2:7000'
    const at = (width: number) => moveLine(head, progress, {elapsedMs: 1000, width})
    expect(at(120)).to.match(/^\[2\/3\] 10\.0\.0\.1:7000 > 10\.0\.0\.2:7000 (█{6}░{18}|#{6}\.{18}) /)
    expect(at(120)).to.match(/ 25\/100 slots, 500 keys\/s, 3\.0 s left, pause 1\.3 ms$/)
    expect(at(80)).to.have.lengthOf.at.most(80)
    expect(at(80)).to.match(/25\/100 slots, 500 keys\/s, 3\.0 s left$/)
    expect(at(50)).to.equal(`${ends} 25/100 slots`)
    expect(at(20)).to.equal(ends.slice(0, 20))
    const begun = moveLine(
      head,
      {...progress, slotsMoved: 0, keys: 0, pauseMs: undefined},
      {elapsedMs: 1000, width: 99},
    )
    expect(begun).to.match(/0\/100 slots, 0 slots\/s$/)
  })
})
