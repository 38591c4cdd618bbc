import {expect} from 'chai'
import {Traffic} from '../../../../../src/execution/move/by-keys/traffic.js'

describe('traffic of others on a source', () => {
  it('is what clustertool itself has not read, except while a key is copied in pieces', async () => {
    const read = {reads: 0, own: 0}
    const client = {reads: () => Promise.resolve(read.reads)}
    const session = {readsCausedOn: () => read.own}
    const end = {id: 'a', with: (use: (one: typeof client) => unknown) => use(client)}
    const traffic = new Traffic(...([session, end] as unknown as ConstructorParameters<typeof Traffic>))
    await traffic.look()
    read.reads += 1000
    read.own += 1000
    await traffic.look()
    expect(traffic.isBusy).to.equal(false)
    await traffic.without(async () => {
      read.reads += 500
      await traffic.look()
      read.reads += 500
    })
    await traffic.look()
    expect(traffic.isBusy).to.equal(false)
    read.reads += 1000
    await traffic.look()
    expect(traffic.isBusy).to.equal(true)
  })
})
