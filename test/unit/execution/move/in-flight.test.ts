import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import {InFlight, InFlightBySource} from '../../../../src/execution/move/in-flight.js'

/** A send that ends when the test ends it. */
function pending() {
  let finish: () => void = () => undefined
  const timeouts: number[] = []
  const send = (timeoutMs: number) => {
    timeouts.push(timeoutMs)
    return new Promise<void>((resolve) => (finish = resolve))
  }
  return {send, timeouts, finish: () => finish()}
}

describe('[U] InFlight', () => {
  for (const nodeTimeoutMs of [1000, 2000, 5000, 15_000, 60_000]) {
    it(`blocks a source for less than 2 s and half of a node timeout of ${nodeTimeoutMs} ms, with all timeouts together`, async () => {
      const flight = new InFlight(nodeTimeoutMs)
      let longest = 0
      let held = 0
      const hold = async (count: number, timeoutMs: number) => {
        held += count * timeoutMs
        longest = Math.max(longest, held)
        await Promise.resolve()
        held -= count * timeoutMs
      }
      for (let count = 1; count <= flight.most; count++) {
        const sendings = [false, false, true, false, false, false].map((alone) =>
          flight.take(count, {alone}, (timeoutMs) => hold(count, timeoutMs)),
        )
        await Promise.all(sendings)
      }
      expect(longest)
        .to.be.below(2000)
        .and.at.most(nodeTimeoutMs / 2)
      expect(longest).to.be.above(Math.min(1500, nodeTimeoutMs / 3))
    })
  }

  it('gives the first more time than those that start while many are running', async () => {
    const flight = new InFlight(15_000)
    const all = Array.from({length: 6}, () => pending())
    const running = all.map(({send}) => flight.take(4, {alone: false}, send))
    await Promise.resolve()
    const timeouts = all.flatMap((one) => one.timeouts)
    expect(timeouts[0]).to.be.above(150)
    expect(timeouts.at(-1)).to.be.within(30, 60)
    for (const one of all) one.finish()
    await new Promise((resolve) => setImmediate(resolve))
    for (const one of all) one.finish()
    await Promise.all(running)
  })

  it('queues sends that do not fit, in order, and lets no other overtake one that needs all places', async () => {
    const flight = new InFlight(15_000)
    const order: string[] = []
    const first = pending()
    const running = flight.take(flight.most - 1, {alone: false}, first.send)
    const alone = flight.take(1, {alone: true}, () => Promise.resolve(order.push('alone')))
    const small = flight.take(1, {alone: false}, () => Promise.resolve(order.push('small')))
    await Promise.resolve()
    expect(order).to.deep.equal([])
    first.finish()
    await Promise.all([running, alone, small])
    expect(order).to.deep.equal(['alone', 'small'])
  })

  it('gives places back when sending fails', async () => {
    const flight = new InFlight(15_000)
    const failing = flight.take(flight.most, {alone: false}, () => Promise.reject(new Error('lost')))
    await failing.catch(() => undefined)
    let sent = false
    await flight.take(flight.most, {alone: true}, () => Promise.resolve((sent = true)))
    expect(sent).to.equal(true)
  })

  it('is one for all moves from a source', () => {
    const all = new InFlightBySource()
    const [a, b] = ['a', 'b'] as NodeId[]
    expect(a && all.of(a, 1000)).to.equal(a && all.of(a, 1000))
    expect(a && all.of(a, 1000)).to.not.equal(b && all.of(b, 1000))
  })
})
