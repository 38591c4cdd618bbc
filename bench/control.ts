import {setTimeout as sleep} from 'node:timers/promises'
import {ask} from '../test/support/ask.js'
import {serverPrograms} from '../test/support/matrix.js'
import {TestCluster} from '../test/support/test-cluster.js'
import {until} from '../test/support/until.js'
import {keysIn, lostWrites, Writer, type WriterPhase} from '../test/support/writer.js'
import {formatTime} from './figures.js'
import {load} from './load.js'
import {CLUSTERTOOL, run, runWell} from './run.js'

/** Fewer than the source has: a source that gave away its last slot becomes a replica, with all keys. */
const SLOTS = 5000
const BYTES = 1000
const PHASE_MS = 8000

/**
 * Moves so many gigabytes while two clients write, and controls the move from other processes: pauses, checks, slows down,
 * goes on, stops, and resumes it. Prints how long the clients' writes took in each phase, and what was lost.
 */
export async function benchControl(gigabytes: number, only?: string): Promise<void> {
  for (const {name, path} of serverPrograms()) {
    if (!(only === undefined ? ['Redis 7.0', 'Valkey 9.1'] : [only]).includes(name)) continue
    console.log(`\n${name}, ${gigabytes} GB, two clients that write`)
    await controlOne(path, gigabytes, {isAtomic: name === 'Valkey 9.1' || name === 'Redis 8.6'})
  }
}

async function controlOne(
  server: string,
  gigabytes: number,
  {isAtomic}: {readonly isAtomic: boolean},
): Promise<void> {
  const args = ['--cluster-node-timeout', '15000']
  await using cluster = await TestCluster.start({count: 3, replicas: 0, server, args})
  const [source, target] = [cluster.shard(0).primary, cluster.shard(1).primary]
  const keysPerSlot = Math.ceil((gigabytes * 1e9) / BYTES / SLOTS)
  await load(source, {start: 0, end: SLOTS - 1, keysPerSlot, bytes: BYTES})
  const nodes = cluster.primaries.map(({address}) => address)
  await using writer = await Writer.start({nodes, keys: keysIn(0, SLOTS - 1, 2000), clients: 2})
  const phase = async (what: string) => console.log(`  ${what.padEnd(28)} ${describe(await writer.phase())}`)
  const control = async (...words: string[]) => {
    const {milliseconds} = await runWell([...CLUSTERTOOL, 'control', target.address, ...words])
    return formatTime(milliseconds)
  }
  const keysAt = async () => Number(await ask(target, 'DBSIZE'))
  const total = Number(await ask(source, 'DBSIZE')) + (await keysAt())

  await writer.phase()
  await sleep(PHASE_MS)
  await phase('idle')
  // Servers that move slots themselves need seconds for all of it, in one job.
  const rate = isAtomic ? ['--rate', '50MB/s'] : []
  const words = `reshard ${source.address} --from ${source.address} --to ${target.address} --slots ${SLOTS} --yes`
  const moving = run([...CLUSTERTOOL, ...words.split(' '), ...rate])
  await until('keys move', async () => (await keysAt()) > keysPerSlot, 60_000)
  await writer.phase()
  await sleep(PHASE_MS)
  await phase(isAtomic ? 'moving, with rate=50MB/s' : 'moving')
  const pausedIn = await control('pause')
  const pausedAt = await keysAt()
  await writer.phase()
  const check = await run([...CLUSTERTOOL, 'check', target.address, '--ignore', 'change-under-way'])
  await sleep(PHASE_MS)
  await phase('paused')
  console.log(
    `    paused after ${pausedIn}; check ended with ${check.exitCode} (${troubleIn(check.output)}); keys moved meanwhile: ${(await keysAt()) - pausedAt}`,
  )
  await control('set', 'rate=20MB/s')
  await control('resume')
  await writer.phase()
  const slowFrom = await keysAt()
  await sleep(PHASE_MS)
  const slowed = (await keysAt()) - slowFrom
  await phase('with rate=20MB/s')
  console.log(`    ${Math.round((slowed * 1000) / PHASE_MS)} keys/s of ${BYTES} B and their names`)
  await control('set', 'rate=none')
  await writer.phase()
  await sleep(PHASE_MS / 2)
  await phase('with rate=none again')
  const stoppedIn = await control('stop')
  const {exitCode} = await moving
  console.log(
    `    stop was answered after ${stoppedIn}; the move ended with ${exitCode}, ${await keysAt()} keys moved`,
  )
  await writer.phase()
  const {milliseconds} = await runWell([...CLUSTERTOOL, 'resume', target.address, '--yes'])
  await phase('resumed in another terminal')
  const report = await writer.stop()
  const lost = await lostWrites(target, report)
  // Valkey deletes what has moved a little later.
  const leftAt = async () => Number(await ask(source, 'DBSIZE'))
  await until('the source is empty', async () => (await leftAt()) === 0, 60_000).catch(() => undefined)
  const left = await leftAt()
  console.log(
    `    resume took ${formatTime(milliseconds)}; keys: ${left} on the source, ${await keysAt()} on the target (${total} and what was new before); ` +
      `acknowledged writes lost: ${lost.length}; errors that clients saw: ${JSON.stringify(report.errors)}`,
  )
}

function describe({writes, p50, p99, max}: WriterPhase): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, longest ${max.toFixed(1)} ms, ${writes} writes`
}

function troubleIn(text: string): string {
  const lines = text.split('\n').filter((line) => /^\[(ERR|WARNING)\]|^(error|warning) /.test(line))
  return lines.join('; ') || 'nothing wrong'
}
