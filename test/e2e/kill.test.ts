import {expect} from 'chai'
import {runCli} from '../support/cli.js'
import {randomFrom} from '../support/random.js'
import {TestServers} from '../support/servers.js'

const TRIALS = 20
const SIDE_BY_SIDE = 4

describe('[E] create killed with SIGKILL', () => {
  const seed = Number(process.env['CLUSTERTOOL_SEED'] ?? Date.now() % 100_000)

  it(`is finished by running it again, ${TRIALS} times of ${TRIALS} (CLUSTERTOOL_SEED=${seed})`, async function () {
    this.timeout(180_000)
    const random = randomFrom(seed)
    const whole = await measure()
    // Most of a run is a wait for the servers; its first half second is where a kill leaves something half-done.
    const moments = Array.from({length: TRIALS}, (_, at) => random() * (at % 2 === 0 ? 500 : whole))
    const workers = Array.from({length: SIDE_BY_SIDE}, async () => {
      for (let moment = moments.pop(); moment !== undefined; moment = moments.pop()) await tryKill(moment)
    })
    await Promise.all(workers)
  })
})

/** Milliseconds that an undisturbed run takes. */
async function measure(): Promise<number> {
  await using servers = await TestServers.start({count: 6})
  return (await runCli(createOf(servers))).milliseconds
}

async function tryKill(moment: number): Promise<void> {
  await using servers = await TestServers.start({count: 6})
  const what = `killed after ${moment.toFixed(0)} ms`
  await runCli(createOf(servers), {onStart: (kill) => void setTimeout(() => kill('SIGKILL'), moment)})
  const again = await runCli(createOf(servers))
  expect(again.exitCode, `${what}: ${again.stdout}${again.stderr}`).to.equal(0)
  const check = await runCli(['check', ...servers.addresses.slice(0, 1)])
  expect(check.exitCode, `${what}: ${check.stdout}`).to.equal(0)
  expect(check.stdout, what).to.match(/(?:replica .*link up[^]*){3}/)
}

function createOf(servers: TestServers): string[] {
  return ['create', '--replicas', '1', '--yes', ...servers.addresses]
}
