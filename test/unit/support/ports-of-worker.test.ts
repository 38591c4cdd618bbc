import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import {freeBasePort, portsOfWorker} from '../../support/servers.js'

const JOBS = [...readFileSync('package.json', 'utf8').matchAll(/--jobs (\d+)/g)].map(([, jobs]) =>
  Number(jobs),
)

describe('ports of test files that run side by side', () => {
  it('are different ones', () => {
    const most = Math.max(...JOBS)
    expect(most).to.be.above(1)
    const shares = Array.from({length: most}, (_, worker) => portsOfWorker(String(worker)))
    for (const [at, {first, last}] of shares.entries()) {
      expect(last - first).to.be.above(1000)
      expect(first).to.be.at.least(shares[at - 1]?.last ?? 10_000)
      expect(last).to.be.at.most(20_000)
    }
  })

  it('are those of the process that asks', async () => {
    const before = process.env['MOCHA_WORKER_ID']
    try {
      for (const worker of ['0', '3', '11']) {
        process.env['MOCHA_WORKER_ID'] = worker
        const {first, last} = portsOfWorker(worker)
        expect(await freeBasePort(100)).to.be.within(first, last - 100)
      }
    } finally {
      if (before === undefined) delete process.env['MOCHA_WORKER_ID']
      else process.env['MOCHA_WORKER_ID'] = before
    }
  })
})
