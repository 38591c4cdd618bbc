import {expect} from 'chai'
import {fewAtOnce} from '../../../src/redis/few-at-once.js'

describe('[U] fewAtOnce', () => {
  it('does few at the same time, and returns the results in order', async () => {
    let [running, most] = [0, 0]
    const items = Array.from({length: 50}, (_, at) => at)
    const results = await fewAtOnce(
      items,
      async (item) => {
        most = Math.max(most, ++running)
        for (let turn = 0; turn < 50 - item; turn++) await new Promise(setImmediate)
        running--
        return item * 2
      },
      4,
    )
    expect(results).to.deep.equal(items.map((item) => item * 2))
    expect(most).to.equal(4)
  })

  it('does not let what hangs hold up the others', async () => {
    const ends: (() => void)[] = []
    const done: number[] = []
    const all = fewAtOnce(
      [0, 1, 2, 3],
      async (item) => {
        if (item < 2) await new Promise<void>((resolve) => ends.push(resolve))
        done.push(item)
        if (item === 3) for (const end of ends) end()
      },
      2,
    )
    await all
    expect(done.slice(0, 2)).to.deep.equal([2, 3])
  })

  it('rejects when one rejects', async () => {
    const fail = (item: number) => (item === 3 ? Promise.reject(new Error('third')) : Promise.resolve(item))
    expect(await fewAtOnce([1, 2, 3, 4], fail, 2).catch(String)).to.equal('Error: third')
    expect(await fewAtOnce([1, 2, 3, 4], fail, 9).catch(String)).to.equal('Error: third')
  })
})
