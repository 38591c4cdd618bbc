import {setTimeout as sleep} from 'node:timers/promises'
import type {AtomicMethod} from '../../src/domain/move.js'
import {isOver, parseAtomicJobs} from '../../src/redis/atomic-jobs.js'
import {ask} from '../../test/support/ask.js'
import type {BareMove} from './by-keys.js'
import {command, RawConnection} from './raw-connection.js'

/**
 * Lets the servers move slots, and returns the milliseconds that they took: on Redis as the job says itself; Valkey
 * counts in seconds, so until the job is over, which is asked every millisecond.
 */
export async function moveBareAtomically(
  {source, target, slots}: BareMove,
  method: AtomicMethod,
): Promise<number> {
  if (method === 'atomic-redis') {
    await ask(target, 'CLUSTER', 'MIGRATION', 'IMPORT', 0, slots - 1)
    const job = () => ask(source, 'CLUSTER', 'MIGRATION', 'STATUS', 'ALL')
    while (!isDone(await job(), method)) await sleep(20)
    const fields = ((await job()) as unknown[][])[0] ?? []
    const field = (name: string) => Number(fields[fields.indexOf(name) + 1])
    return field('end_time') - field('start_time')
  }
  await using wire = await RawConnection.open(source)
  const began = performance.now()
  await wire.send([command('CLUSTER', 'MIGRATESLOTS', 'SLOTSRANGE', 0, slots - 1, 'NODE', target.id)])
  for (;;) {
    const [status] = await wire.send([command('CLUSTER', 'GETSLOTMIGRATIONS')])
    if (status?.includes('$7\r\nsuccess')) return performance.now() - began
    if (status?.includes('$6\r\nfailed')) throw new Error(`the move failed: ${status.toString()}`)
    await sleep(1)
  }
}

/** Throws if the job ended in another way. */
function isDone(status: unknown, method: AtomicMethod): boolean {
  const [job] = parseAtomicJobs(status)
  if (!job || !isOver(job, method)) return false
  if (job.state !== 'completed') throw new Error(`the move ended as ${job.state}: ${job.message}`)
  return true
}
