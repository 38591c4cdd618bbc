import {expect} from 'chai'
import type {StepResult} from '../../../src/domain/step.js'
import {failoverProposalText, failoverText, switchOverWords} from '../../../src/report/failover-text.js'
import {id, snapshot} from '../../support/snapshot.js'

const before = snapshot('a 0-99,200\nb replica of a')
const step = {kind: 'switch-over', node: id('b'), primary: id('a')} as const
const plan = {steps: [step], warnings: []}

describe('[U] failover in words', () => {
  it('names who takes whose place before, and what it cost afterwards', () => {
    expect(failoverProposalText({before, plan}, {colour: false})).to.equal(
      '10.0.0.2:7002 takes the place of 10.0.0.1:7001 (slots 0-99,200).',
    )
    const result: StepResult = {
      step,
      status: 'done',
      error: undefined,
      milliseconds: 5,
      switchOver: {heldMs: 11.2, resyncs: {partial: 2, full: 0}},
    }
    const outcome = {before, plan, status: 'done', snapshot: undefined, findings: []} as const
    expect(failoverText({...outcome, steps: [result]})).to.equal(
      '10.0.0.2:7002 took the place of 10.0.0.1:7001: writes were held for 12 ms; 2 replicas resynced without a full copy.',
    )
  })

  it('says nothing about what is unknown, and tells full copies apart', () => {
    expect(switchOverWords({heldMs: undefined, resyncs: {partial: 0, full: 1}})).to.equal(
      '1 replica copied all data again',
    )
    expect(switchOverWords({heldMs: 0.4, resyncs: {partial: 1, full: 1}})).to.equal(
      'writes were held for 1 ms; 1 replica resynced without a full copy; 1 replica copied all data again',
    )
  })
})
