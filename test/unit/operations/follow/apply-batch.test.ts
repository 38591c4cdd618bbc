import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import {nameOfStreamKey} from '../../../../src/domain/follow.js'
import {type Applying, applyBatch} from '../../../../src/operations/follow/apply-batch.js'
import {Arrivals} from '../../../../src/operations/follow/arrivals.js'
import {StreamPlanner} from '../../../../src/planning/follow/stream-planner.js'
import {keySlot} from '../../../../src/redis/key-slot.js'
import type {Command} from '../../../../src/redis/wire.js'

/** What the one owner gets, and the keys that are not certain afterwards. */
async function apply(
  lines: readonly string[],
  {waitedMs = 0, refuses = () => false}: {waitedMs?: number; refuses?: (line: string) => boolean} = {},
): Promise<{sent: string[]; doubtful: string[]}> {
  const planner = new StreamPlanner({slotOf: keySlot, databases: [0], follows: () => true}, 0)
  const commands = lines.map((line, at) => ({
    words: line.split(' ').map((word) => Buffer.from(word)),
    end: at + 1,
  }))
  const {pieces} = planner.plan(commands)
  const arrivals = new Arrivals()
  arrivals.note(lines.length, performance.now() - waitedMs)
  const sent: string[] = []
  const client = {
    execute(_db: number, all: readonly Command[]) {
      const texts = all.map((words) => words.map(String).join(' '))
      sent.push(...texts)
      return Promise.resolve(texts.map((text) => ({error: undefined, value: refuses(text) ? 0 : 1})))
    },
  }
  const owners = {
    ownerAt: () => 'owner' as NodeId,
    brought: {add: () => undefined},
    use: (_owner: NodeId, run: (one: typeof client) => unknown) => run(client),
  }
  const applying = {owners, clocks: {aheadBy: () => 0}, arrivals, databaseFor: (db: number) => db}
  const doubtful = await applyBatch(applying as unknown as Applying, pieces)
  return {sent, doubtful: [...new Set(doubtful.map(nameOfStreamKey))]}
}

describe('[U] applyBatch', () => {
  it('sends commands in their order, with the deadlines of the owner', async () => {
    const {sent, doubtful} = await apply(['SET {t}a 1', 'PEXPIREAT {t}a 1700000000000', 'RENAME {t}a {t}b'])
    expect(sent).to.deep.equal(['SET {t}a 1', 'PEXPIREAT {t}a 1700000001000', 'RENAME {t}a {t}b'])
    expect(doubtful).to.deep.equal([])
  })

  it('does not send a change of a life that comes late', async () => {
    const lines = ['SET {t}a 1', 'PEXPIREAT {t}a 1700000000000', 'INCR {t}c']
    const {sent, doubtful} = await apply(lines, {waitedMs: 600})
    expect(sent).to.deep.equal(['SET {t}a 1', 'INCR {t}c'])
    expect(doubtful).to.deep.equal(['0 {t}a'])
  })

  it('does not trust what comes of a key whose change of life comes late', async () => {
    const lines = ['PEXPIREAT {t}a 1700000000000', 'RENAME {t}a {t}b', 'COPY {t}b {t}c', 'INCR {t}d']
    const {doubtful} = await apply(lines, {waitedMs: 600})
    expect(doubtful).to.have.members(['0 {t}a', '0 {t}b', '0 {t}c'])
  })

  it('does not trust what comes of a key that the cluster did not have', async () => {
    const refuses = (line: string) => line.startsWith('PERSIST')
    const {doubtful} = await apply(['PERSIST {t}a', 'SUNIONSTORE {t}b {t}a {t}c', 'INCR {t}d'], {refuses})
    expect(doubtful).to.have.members(['0 {t}a', '0 {t}b'])
  })
})
