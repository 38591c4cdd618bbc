import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import type {BackupOutcome} from '../../../src/domain/backup.js'
import {readBackup} from '../../../src/storage/backup-folder.js'
import {checkBackup} from '../../../src/storage/check-backup.js'
import {startFakeNode} from '../../support/fake-node.js'
import {emptyRdb} from '../../support/rdb.js'
import type {Handler, RespServer} from '../../support/resp-server.js'
import {type BackupWishes, runBackup} from '../../support/run-backup.js'
import {thrownBy} from '../../support/thrown.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const RDB = emptyRdb({filling: 'x'.repeat(5000)})
const MARK = '0123456789abcdef0123456789abcdef01234567'
const ALL = [{start: 0, end: 16_383}]

/** What a node does wrong, and the message about it. */
const FAULTS: readonly (readonly [what: string, sync: Handler, says: RegExp])[] = [
  ['breaks off before its RDB', (_args, socket) => void socket.end(), /it closed the connection/],
  [
    'breaks off in an RDB of known length',
    (_args, socket) => void socket.end(Buffer.concat([lengthLine(), RDB.subarray(0, 2000)])),
    /the connection was closed too early, after 2000 of 5018 bytes/,
  ],
  [
    'breaks off in an RDB with a mark at its end',
    (_args, socket) => void socket.end(Buffer.concat([markLine(), RDB.subarray(0, 2000)])),
    /the connection was closed too early, after 1961 bytes/,
  ],
  [
    'resets the connection in its RDB',
    (_args, socket) =>
      void socket.write(Buffer.concat([lengthLine(), RDB.subarray(0, 9)]), () => socket.resetAndDestroy()),
    /the connection was lost, after \d+ of 5018 bytes|the connection was closed too early/,
  ],
  [
    'falls silent in its RDB',
    () => Buffer.concat([lengthLine(), RDB.subarray(0, 2000)]),
    /it sent nothing for 0\.2 s, after 2000 of 5018 bytes/,
  ],
  ['says nothing at all', () => undefined, /it sent nothing for 0\.2 s/],
  [
    'refuses',
    () => '-NOPERM User x has no permissions to run the sync command\r\n',
    /this user lacks a permission/,
  ],
  ['sends something else', () => 'HTTP/1.1 400 Bad Request\r\n', /not a Redis or Valkey server/],
  [
    'sends a damaged RDB',
    () => Buffer.concat([lengthLine(), RDB.subarray(0, -1), Buffer.from('?')]),
    /RDB is not valid: its checksum is wrong/,
  ],
  [
    'sends no RDB',
    () => `$${RDB.length}\r\n${'x'.repeat(RDB.length)}`,
    /RDB is not valid: it does not start with the header of an RDB/,
  ],
]

describe('[I] backup of a node that', () => {
  for (const [what, sync, says] of FAULTS) {
    it(what, async () => {
      await using world = await startWorld(sync)
      const outcome = await world.save()
      expect(outcome.status).to.equal('incomplete')
      expect(outcome.missingSlots).to.deep.equal(ALL)
      const [result] = outcome.results
      expect(result?.status === 'failed' && result.error).to.match(says)
      expect((await readdir(world.dir)).toSorted()).to.deep.equal(['backup.json', 'nodes.json'])
      const {description} = await readBackup(world.dir)
      expect([description?.complete, description?.missing_slots]).to.deep.equal([false, [[0, 16_383]]])
      expect(description?.missing_nodes.map(({reason}) => reason)[0]).to.match(says)
      expect((await checkBackup(world.dir)).map(({code}) => code)).to.include('incomplete')
    })
  }

  it('takes long, and shows that it is alive', async () => {
    await using world = await startWorld((_args, socket) => {
      let sent = 0
      const timer = setInterval(() => {
        if (sent++ < 5) return socket.write('\n')
        clearInterval(timer)
        return socket.write(Buffer.concat([markLine(), RDB, Buffer.from(`${MARK}\n\n`)]))
      }, 100)
      return undefined
    })
    const outcome = await world.save()
    expect(outcome.status, JSON.stringify(outcome)).to.equal('done')
    expect(await checkBackup(world.dir)).to.deep.equal([])
  })

  it('sends a damaged RDB does not replace an existing backup', async () => {
    let fails = false
    await using world = await startWorld(() => Buffer.concat([lengthLine(), fails ? Buffer.from('no') : RDB]))
    await world.save()
    const before = await contentOf(world.dir)
    fails = true
    const outcome = await world.save({replace: true})
    expect([outcome.status, outcome.kept]).to.deep.equal(['incomplete', false])
    expect(await contentOf(world.dir)).to.deep.equal(before)
    const forced = await world.save({replace: true, allowIncomplete: true})
    expect([forced.status, forced.kept]).to.deep.equal(['incomplete', true])
    expect((await readdir(world.dir)).toSorted()).to.deep.equal(['backup.json', 'nodes.json'])
  })

  it('is sending its RDB when the user interrupts leaves no files', async () => {
    const stop = new AbortController()
    await using world = await startWorld(() => {
      stop.abort()
      return Buffer.concat([lengthLine(), RDB.subarray(0, 2000)])
    })
    const error = await thrownBy(world.save({signal: stop.signal}))
    expect(error.code).to.equal('CANCELLED')
    expect(await readdir(world.dir)).to.deep.equal([])
  })

  it('writes no files where the folder is a file', async () => {
    await using world = await startWorld(() => undefined)
    await writeFile(world.dir, 'x')
    expect((await thrownBy(world.save())).message).to.match(/is not a folder/)
    expect((await thrownBy(world.save({dir: join(world.dir, 'below')}))).message).to.match(/is not a folder/)
    expect(world.node.received).to.deep.equal([])
  })
})

function lengthLine(): Buffer {
  return Buffer.from(`$${RDB.length}\r\n`)
}

function markLine(): Buffer {
  return Buffer.from(`$EOF:${MARK}\r\n`)
}

type World = AsyncDisposable & {
  readonly dir: string
  readonly node: RespServer
  readonly save: (wishes?: BackupWishes) => Promise<BackupOutcome>
}

async function startWorld(sync: Handler): Promise<World> {
  const folder = await temporaryFolder()
  const dir = join(folder.path, 'backup')
  const nodes = `${'a'.repeat(40)} 127.0.0.1:PORT@1 myself,master - 0 0 1 connected 0-16383\n`
  const node = await startFakeNode({nodes, sync})
  return {
    dir,
    node,
    save: (wishes) => runBackup(node, dir, {silenceMs: 200, ...wishes}),
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function contentOf(dir: string): Promise<[string, string][]> {
  const names = (await readdir(dir)).toSorted()
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(join(dir, name), 'latin1')]),
  )
}
