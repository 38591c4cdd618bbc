import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'chai'
import {settleAll} from '../../../src/domain/settle-all.js'

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (reason: unknown) => reason,
  )

describe('[U] settleAll', () => {
  it('returns all results in the order of the promises', async () => {
    expect(await settleAll([sleep(2, 'late'), Promise.resolve('early')])).to.deep.equal(['late', 'early'])
  })

  it('waits for all before it throws the first reason', async () => {
    let over = false
    const late = sleep(5).then(() => (over = true))
    const reason = await reasonOf(
      settleAll([Promise.reject(new Error('first')), late, Promise.reject(new Error('second'))]),
    )
    expect(over).to.equal(true)
    expect(reason).to.include({message: 'first'})
  })

  it('throws a bug before a node that was lost', async () => {
    const works = [Promise.reject(new Error('Connection is closed.')), Promise.reject(new TypeError('x'))]
    expect(await reasonOf(settleAll(works))).to.be.instanceOf(TypeError)
  })
})
