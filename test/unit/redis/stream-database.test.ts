import {expect} from 'chai'
import type {ReplicaSocket} from '../../../src/redis/replica-socket.js'
import {streamDatabaseIn} from '../../../src/redis/stream-database.js'

const NAME = 'repl-stream-db'
const FIELD = Buffer.from(`\xfa\x0e${NAME}`, 'latin1')
const MARK = 'f'.repeat(40)

/** A server that sends a snapshot in these parts, and then closes the connection. */
function socketWith(line: string, parts: readonly Buffer[]): {socket: ReplicaSocket; left: Buffer[]} {
  const left = [...parts]
  const socket = {line: () => Promise.resolve(line), chunk: () => Promise.resolve(left.shift())}
  return {socket: socket as unknown as ReplicaSocket, left}
}

function snapshotWith(value: Buffer): Buffer {
  const version = Buffer.from('REDIS0010\xfa\x09redis-ver\x067.0.15', 'latin1')
  return Buffer.concat([
    version,
    FIELD,
    value,
    Buffer.from('\xfa\x0drepl-offset\xc1\x05\x00\xfe\x00', 'latin1'),
  ])
}

describe('[U] streamDatabaseIn', () => {
  const forms = [
    ['of 8 bits', [0xc0, 0], 0],
    ['of 8 bits, more than one digit', [0xc0, 15], 15],
    ['of 16 bits', [0xc1, 0x2c, 1], 300],
    ['of 32 bits', [0xc2, 0x70, 0x11, 1, 0], 70_000],
    ['as text', [0x02, 0x34, 0x32], 42],
    ['that is none', [0x02, 0x34, 0x78], undefined],
    ['in a form that it does not know', [0xc3, 1, 2, 3], undefined],
  ] as const
  for (const [form, bytes, database] of forms) {
    it(`reads a number ${form}`, async () => {
      const snapshot = snapshotWith(Buffer.from(bytes))
      const {socket} = socketWith(`$${snapshot.length}`, [snapshot])
      expect(await streamDatabaseIn(socket)).to.equal(database)
    })
  }

  it('reads it wherever the snapshot is cut, in both forms of sending', async () => {
    const snapshot = snapshotWith(Buffer.from([0xc1, 0x2c, 1]))
    const marked = Buffer.concat([snapshot, Buffer.from(MARK)])
    for (let cut = 0; cut <= snapshot.length; cut++) {
      const {socket} = socketWith(`$${snapshot.length}`, [snapshot.subarray(0, cut), snapshot.subarray(cut)])
      expect(await streamDatabaseIn(socket), `cut at ${cut}`).to.equal(300)
      const other = socketWith(`$EOF:${MARK}`, [marked.subarray(0, cut), marked.subarray(cut)])
      expect(await streamDatabaseIn(other.socket), `cut at ${cut}, with a mark`).to.equal(300)
    }
  })

  it('does not know it if the snapshot does not say it, and reads only the beginning', async () => {
    const whole = Buffer.from('REDIS0006\xfe\x00', 'latin1')
    expect(await streamDatabaseIn(socketWith(`$${whole.length}`, [whole]).socket)).to.equal(undefined)
    const parts = Array.from({length: 100}, () => Buffer.alloc(1000, 'x'))
    const {socket, left} = socketWith('$100000', parts)
    expect(await streamDatabaseIn(socket)).to.equal(undefined)
    expect(left.length).to.be.above(90)
    const {socket: closed} = socketWith('$100000', [Buffer.alloc(10, 'x')])
    expect(await streamDatabaseIn(closed)).to.equal(undefined)
  })

  it('rejects if no snapshot comes', async () => {
    const error: unknown = await streamDatabaseIn(socketWith('-ERR no', []).socket).catch(
      (reason: unknown) => reason,
    )
    expect((error as Error).message).to.equal('it did not send a snapshot')
  })
})
