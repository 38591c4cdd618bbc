import {expect} from 'chai'
import type {Step} from '../../../src/domain/step.js'
import {describeStep} from '../../../src/report/step-text.js'
import {id, nameOf} from '../../support/snapshot.js'

const [a, b] = [id('a'), id('b')]

const EXAMPLES: readonly (readonly [Step, string])[] = [
  [{kind: 'assign-slots', node: a, ranges: [{start: 0, end: 5}]}, 'Assign slots 0-5 to a'],
  [{kind: 'set-epoch', node: a, epoch: 3}, 'Set config epoch 3 on a'],
  [{kind: 'meet', nodes: [a, b]}, 'Introduce 2 nodes to each other'],
  [{kind: 'replicate', node: b, primary: a}, 'Make b a replica of a'],
  [{kind: 'agree', nodes: [a, b]}, 'Wait until 2 nodes agree on the slots and report ok'],
]

describe('[U] step text', () => {
  for (const [step, text] of EXAMPLES) {
    it(text, () => {
      expect(describeStep(step, nameOf)).to.equal(text)
    })
  }
})
