import {expect} from 'chai'
import {answersStatus} from '../../../src/domain/answer.js'

describe('[U] how asking many nodes ended', () => {
  for (const [each, status] of [
    [[], 'done'],
    [['ok', 'ok'], 'done'],
    [['ok', 'error'], 'incomplete'],
    [['ok', 'unreachable'], 'incomplete'],
    [['error', 'unreachable'], 'incomplete'],
    [['not-saved', 'not-saved'], 'incomplete'],
    [['error', 'error'], 'refused'],
    [['unreachable', 'unreachable'], 'unreachable'],
  ] as const) {
    it(`${each.join(', ') || 'nobody'}: ${status}`, () => expect(answersStatus(each)).to.equal(status))
  }
})
