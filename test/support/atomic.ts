import {slotsOf, type SlotRange} from '../../src/domain/slot.js'
import {type AtomicJob, parseAtomicJobs} from '../../src/redis/atomic-jobs.js'
import {ask, askAll} from './ask.js'
import {tagOf} from './fill.js'
import {type ServerProgram, serverPrograms} from './matrix.js'
import type {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'

/** The servers that support atomic moves, in the versions for which tests are written. */
export const REDIS_8: ServerProgram | undefined = serverPrograms().find(
  ({software, version}) => software === 'redis' && Number.parseInt(version) >= 8,
)
export const VALKEY_9: ServerProgram | undefined = serverPrograms().find(
  ({software, version}) => software === 'valkey' && Number.parseInt(version) >= 9,
)

/** Keys with different values. */
export class Values {
  private readonly values: readonly (readonly [string, string])[]

  constructor(
    ranges: readonly SlotRange[],
    {perSlot, bytes}: {readonly perSlot: number; readonly bytes: number},
  ) {
    this.values = [...slotsOf(ranges)].flatMap((slot) =>
      Array.from(
        {length: perSlot},
        (_, key) => [`{${tagOf(slot)}}${key}`, `${slot}-${key}-`.padEnd(bytes, 'x')] as const,
      ),
    )
  }

  async write(node: TestServer): Promise<void> {
    const replies = await askAll(
      node,
      this.values.map(([key, value]) => ['SET', key, value]),
    )
    const failed = replies.find((reply) => reply instanceof Error)
    if (failed) throw failed
  }

  /** Keys that a node does not have with their values. */
  async missingOn(node: TestServer): Promise<string[]> {
    const replies = await askAll(
      node,
      this.values.map(([key]) => ['GET', key]),
    )
    return this.values.flatMap(([key, value], at) => (replies[at] === value ? [] : [key]))
  }
}

/** Makes snapshots of all primaries slow, with a delay for each key. */
export async function slowSnapshots(cluster: TestCluster, microseconds: number): Promise<void> {
  await cluster.configure('repl-diskless-sync-delay', '0')
  await cluster.configure('rdb-key-save-delay', String(microseconds))
}

/** The atomic moves that a node knows, the newest first. */
export async function jobsOn(node: TestServer, {software}: ServerProgram): Promise<AtomicJob[]> {
  const command = software === 'valkey' ? ['GETSLOTMIGRATIONS'] : ['MIGRATION', 'STATUS', 'ALL']
  return parseAtomicJobs(await ask(node, 'CLUSTER', ...command))
}

/** Starts a move like another operator who does not wait for it. */
export async function startMove(
  {software}: ServerProgram,
  cluster: TestCluster,
  {
    source,
    target,
    slots,
  }: {readonly source: TestServer; readonly target: TestServer; readonly slots: SlotRange},
): Promise<void> {
  const {start, end} = slots
  if (software === 'redis') await ask(target, 'CLUSTER', 'MIGRATION', 'IMPORT', start, end)
  else await ask(source, 'CLUSTER', 'MIGRATESLOTS', 'SLOTSRANGE', start, end, 'NODE', cluster.idOf(target))
}

/** Puts a key on a node that does not own its slot, as an interrupted move leaves it. */
export async function leaveStray(
  cluster: TestCluster,
  {owner, holder, slot}: {readonly owner: TestServer; readonly holder: TestServer; readonly slot: number},
): Promise<{readonly key: string; readonly read: () => Promise<unknown>}> {
  const key = `{${tagOf(slot)}}stray`
  const mark = ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(owner)]
  const unmark = ['CLUSTER', 'SETSLOT', slot, 'STABLE']
  await askAll(holder, [mark, ['ASKING'], ['SET', key, 'stray'], unmark])
  return {key, read: async () => (await askAll(holder, [mark, ['ASKING'], ['GET', key], unmark]))[2]}
}
