import {expect} from 'chai'
import {type CliResult, runCli} from '../support/cli.js'
import {randomFrom} from '../support/random.js'
import {TestServers} from '../support/servers.js'
import {until} from '../support/until.js'

const TRIALS = 20
const SIDE_BY_SIDE = 4

/** What finishes the create: the same command again, or a command that continues from the journal. */
const REPAIRERS = ['create', 'resume', 'fix'] as const

describe('[E] create killed with SIGKILL', () => {
  const seed = Number(process.env['CLUSTERTOOL_SEED'] ?? Date.now() % 100_000)

  it(`is finished by running it again, by resume and by fix, ${TRIALS} times of ${TRIALS} (CLUSTERTOOL_SEED=${seed})`, async function () {
    this.timeout(240_000)
    const random = randomFrom(seed)
    const whole = await measure()
    // Most of a run is waiting for the servers. Only a kill in the first half second leaves something half-done.
    const trials = Array.from({length: TRIALS}, (_, at) => ({
      moment: random() * (at % 2 === 0 ? 500 : whole),
      repairer: REPAIRERS[at % REPAIRERS.length] ?? 'create',
    }))
    const workers = Array.from({length: SIDE_BY_SIDE}, async () => {
      for (let trial = trials.pop(); trial; trial = trials.pop()) await tryKill(trial)
    })
    await Promise.all(workers)
  })
})

/** Milliseconds that an undisturbed run takes. */
async function measure(): Promise<number> {
  await using servers = await TestServers.start({count: 6})
  return (await runCli(createOf(servers))).milliseconds
}

type Trial = {readonly moment: number; readonly repairer: (typeof REPAIRERS)[number]}

async function tryKill({moment, repairer}: Trial): Promise<void> {
  await using servers = await TestServers.start({count: 6})
  const what = `killed after ${moment.toFixed(0)} ms, ${repairer}`
  await runCli(createOf(servers), {onStart: (kill) => void setTimeout(() => kill('SIGKILL'), moment)})
  const again = await finish(servers, repairer)
  expect(again.exitCode, `${what}: ${again.stdout}${again.stderr}`).to.equal(0)
  // A replica that was just attached may still be copying its data, which is not a failure.
  await until(`${what}: all replicas are in sync`, async () => {
    const check = await runCli(['check', '--wide', ...servers.addresses.slice(0, 1)])
    expect(check.exitCode, `${what}: ${check.stdout}`).to.equal(0)
    return /(?:replica .*link up[^]*){3}/.test(check.stdout)
  })
}

/** If it was killed before its journal began, or after everything was done, there is nothing to resume. */
async function finish(servers: TestServers, repairer: Trial['repairer']): Promise<CliResult> {
  if (repairer === 'create') return runCli(createOf(servers))
  const repaired = await runCli([repairer, servers.addresses[0] ?? '', '--yes'])
  const isIdle = /^Nothing|does not belong to a cluster/m.test(repaired.stdout + repaired.stderr)
  return isIdle ? runCli(createOf(servers)) : repaired
}

function createOf(servers: TestServers): string[] {
  return ['create', '--replicas', '1', '--yes', ...servers.addresses]
}
