import {expect} from 'chai'
import {inBatches} from '../../../../src/execution/import/batches.js'

const keys = (...sizes: (number | undefined)[]) =>
  sizes.map((bytes, at) => ({key: Buffer.from(`${at}`), bytes}))
const cut = (...sizes: (number | undefined)[]) =>
  inBatches(keys(...sizes), {keys: 3, bytes: 100}).map((batch) => batch.map(({bytes}) => bytes))

describe('keys in batches', () => {
  it('have a maximum number of keys and bytes', () => {
    expect(cut()).to.deep.equal([])
    expect(cut(1, 1, 1, 1)).to.deep.equal([[1, 1, 1], [1]])
    expect(cut(60, 40, 1)).to.deep.equal([[60, 40], [1]])
  })

  it('send a bigger key alone', () => {
    expect(cut(1, 500, 1, 1)).to.deep.equal([[1], [500], [1, 1]])
  })

  it('are small if the source does not tell the size of its keys', () => {
    const unknown = keys(...Array.from({length: 1000}, () => undefined))
    const longest = Math.max(...inBatches(unknown, {keys: 500, bytes: 8_000_000}).map(({length}) => length))
    expect(longest).to.equal(50)
  })
})
