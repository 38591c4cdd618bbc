import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'chai'
import {answerInTime} from '../../../src/redis/answer-in-time.js'

describe('[U] answerInTime', () => {
  const LIMIT_MS = 100

  /** How many milliseconds it takes until the limit is over, or undefined if there was an answer. */
  async function overAfter(
    work: Promise<unknown>,
    heard: () => number = () => 0,
  ): Promise<number | undefined> {
    const start = performance.now()
    const onLate = () => new Error('late')
    const result = await answerInTime(work, {limitMs: LIMIT_MS, heard, onLate}).catch(String)
    return result === 'Error: late' ? performance.now() - start : undefined
  }

  const never = () => new Promise<never>(() => undefined)

  /** This program does something else for a while. */
  function doSomethingElse(milliseconds: number): void {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }

  it('is over after the limit if nothing comes', async () => {
    expect(await overAfter(never())).to.be.within(LIMIT_MS - 5, 3 * LIMIT_MS)
  })

  it('returns the answer, and passes on a failure', async () => {
    const options = {limitMs: LIMIT_MS, heard: () => 0, onLate: () => new Error('late')}
    expect(await answerInTime(Promise.resolve(7), options)).to.equal(7)
    expect(await answerInTime(Promise.reject(new Error('closed')), options).catch(String)).to.match(/closed/)
  })

  it('gives back the time in which the program did something else', async () => {
    // The timers of both are due when the program listens again; that of the limit comes first.
    const over = overAfter(sleep(4 * LIMIT_MS - 30))
    doSomethingElse(3 * LIMIT_MS)
    expect(await over).to.equal(undefined)
  })

  it('leaves no timer behind an answer that comes just when the limit is over', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    await turn()
    const before = timers()
    let bytes = 0
    // Both timers are due when the program listens again; that of the limit comes first.
    let answer: () => void = () => {}
    const over = overAfter(new Promise<void>((resolve) => (answer = resolve)), () => bytes)
    setTimeout(() => {
      bytes++
      answer()
    }, LIMIT_MS)
    doSomethingElse(2 * LIMIT_MS)
    expect(await over).to.equal(undefined)
    await turn()
    expect(timers()).to.equal(before)
  })

  it('waits on while something comes, but not for ever', async () => {
    let bytes = 0
    const timer = setInterval(() => bytes++, LIMIT_MS / 4)
    try {
      expect(await overAfter(sleep(2.5 * LIMIT_MS), () => bytes)).to.equal(undefined)
      expect(await overAfter(never(), () => bytes)).to.be.within(2 * LIMIT_MS, 6 * LIMIT_MS)
    } finally {
      clearInterval(timer)
    }
  })
})
