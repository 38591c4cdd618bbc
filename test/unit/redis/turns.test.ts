import {expect} from 'chai'
import {Turns} from '../../../src/redis/turns.js'

describe('turns', () => {
  /** The largest number of six pieces of work that had their turn at the same time. */
  async function mostAtOnce(turns: Turns): Promise<number> {
    let [running, most] = [0, 0]
    const work = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
    }
    await Promise.all(Array.from({length: 6}, () => turns.take(work)))
    return most
  }

  it('are limited to a number at once, and to one after a time-out', async () => {
    const turns = new Turns(2)
    expect(await mostAtOnce(turns)).to.equal(2)
    turns.slowDown()
    expect(await mostAtOnce(turns)).to.equal(1)
  })

  it('continue when one fails', async () => {
    const turns = new Turns(1)
    const failed = turns.take(() => Promise.reject(new Error('it broke')))
    const next = turns.take(() => Promise.resolve('done'))
    expect(await failed.catch(String)).to.match(/it broke/)
    expect(await next).to.equal('done')
  })
})
