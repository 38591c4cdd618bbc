import {mkdir, readdir, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import type {BackupDescription, BackupNode} from '../../../src/domain/backup.js'
import type {NodeId} from '../../../src/domain/node.js'
import {lookAtFolder, openBackupFolder, readBackup, writeBackup} from '../../../src/storage/backup-folder.js'
import {checkBackup} from '../../../src/storage/check-backup.js'
import {keepRdb, writeRdb} from '../../../src/storage/rdb-file.js'
import {emptyRdb, sha256} from '../../support/rdb.js'
import {thrownBy} from '../../support/thrown.js'
import {temporaryFolder} from '../local/fake-server.js'

const ID = 'a'.repeat(40) as NodeId
const FILE = `redis-node-10.0.0.1-7000-${ID}.rdb`

describe('[U] backup folder', () => {
  it('is created with permissions for its owner only, as are its files', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'deep', 'backup')
    expect(await lookAtFolder(dir, false)).to.equal(false)
    expect(await openBackupFolder(dir)).to.be.above(0)
    await saveOne(dir, emptyRdb())
    expect((await stat(dir)).mode & 0o777).to.equal(0o700)
    for (const name of await readdir(dir)) {
      expect((await stat(join(dir, name))).mode & 0o777, name).to.equal(0o600)
    }
    expect((await readdir(dir)).toSorted()).to.deep.equal(['backup.json', 'nodes.json', FILE])
  })

  it('is refused when it holds a backup that is not to be replaced, or is a file', async () => {
    await using folder = await temporaryFolder()
    await saveOne(folder.path, emptyRdb())
    expect((await thrownBy(lookAtFolder(folder.path, false))).message).to.match(/already contains a backup/)
    expect(await lookAtFolder(folder.path, true)).to.equal(true)
    const error = await thrownBy(lookAtFolder(join(folder.path, 'nodes.json'), false))
    expect([error.code, error.message]).to.deep.equal([
      'REFUSED',
      `${folder.path}/nodes.json is not a folder.`,
    ])
  })

  it('is valid if it is complete', async () => {
    await using folder = await temporaryFolder()
    await saveOne(folder.path, emptyRdb())
    const {files, missingSlots, description} = await readBackup(folder.path)
    expect([...files]).to.deep.equal([[ID, FILE]])
    expect([missingSlots, description?.complete]).to.deep.equal([[], true])
    expect(await checkBackup(folder.path)).to.deep.equal([])
  })

  it('reports what is wrong with its files', async () => {
    await using folder = await temporaryFolder()
    const {path} = folder
    const rdb = emptyRdb({filling: 'abc'})
    await saveOne(path, rdb)
    const codes = async (content: Buffer) => {
      await writeFile(join(path, FILE), content)
      return (await checkBackup(path)).map(({code}) => code)
    }
    expect(await codes(rdb.subarray(1))).to.deep.equal(['size-differs'])
    expect(await codes(Buffer.alloc(rdb.length))).to.deep.equal(['damaged'])
    expect(await codes(emptyRdb({filling: 'abd'}))).to.deep.equal(['sum-differs'])
  })

  it('reports slots that are in no file, or were being moved', async () => {
    await using folder = await temporaryFolder()
    const {path} = folder
    const messages = async (slots: BackupNode['slots'], description: Partial<BackupDescription>) => {
      await saveOne(path, emptyRdb(), {slots}, description)
      return (await checkBackup(path)).map(({code, message}) => `${code}: ${message}`)
    }
    expect(await messages([[0, 99]], {})).to.deep.equal([
      'incomplete: No file has the keys of slots 100-16383.',
    ])
    expect(await messages([[0, 16_383]], {complete: false, uncertain_slots: [[7]]})).to.deep.equal([
      'incomplete: Slots 7 were being moved when the backup was made.',
    ])
    expect(await messages([[0, 16_383]], {complete: false})).to.have.lengthOf(1)
  })

  it('reads what redis-cli --cluster backup wrote', async () => {
    await using folder = await temporaryFolder()
    const {path} = folder
    const node = {
      name: ID,
      host: '10.0.0.1',
      port: 7000,
      replicate: null,
      slots: [[0, 16_383]],
      flags: 'master',
    }
    const replica = {...node, name: 'b'.repeat(40), replicate: ID, slots: [], flags: 'slave'}
    await writeFile(join(path, 'nodes.json'), JSON.stringify([node, replica]))
    await writeFile(join(path, FILE), emptyRdb())
    const {files, description} = await readBackup(path)
    expect([[...files], description]).to.deep.equal([[[ID, FILE]], undefined])
    expect(await checkBackup(path)).to.deep.equal([])
  })

  it('says what is wrong with a nodes.json', async () => {
    await using folder = await temporaryFolder()
    const {path} = folder
    expect((await thrownBy(readBackup(path))).message).to.match(/contains no backup: there is no nodes\.json/)
    const wrong: readonly [string, RegExp][] = [
      ['[{', /truncated/],
      ['[]', /lists no nodes/],
      ['[1]', /element 1 is not a node/],
      [JSON.stringify([{name: 'x'}]), /element 1 has a name that is not the id/],
      [JSON.stringify([{...nodeOf({}), slots: [[5, 20_000]]}]), /has slots that are not ranges/],
      [JSON.stringify([nodeOf({file: '../../etc/passwd'})]), /rdb without a file of this folder/],
    ]
    for (const [text, message] of wrong) {
      await writeFile(join(path, 'nodes.json'), text)
      const error = await thrownBy(readBackup(path))
      expect(error.code).to.equal('USAGE')
      expect(error.message).to.match(message)
    }
  })

  it('keeps nothing of an RDB if it is damaged or its sender fails', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'b')
    await mkdir(dir)
    const place = {dir, file: FILE}
    const damaged = await thrownBy(writeRdb(place, chunks(emptyRdb().subarray(0, -1)), () => undefined))
    expect(damaged.message).to.match(/RDB is not valid/)
    const failure = new Error('the sender failed')
    const failing = async function* () {
      yield emptyRdb()
      await Promise.reject(failure)
    }
    const thrown: unknown = await writeRdb(place, failing(), () => undefined).catch((error: unknown) => error)
    expect(thrown).to.equal(failure)
    expect(await readdir(dir)).to.deep.equal([])
  })
})

async function saveOne(
  dir: string,
  rdb: Buffer,
  node: Partial<BackupNode> = {},
  description: Partial<BackupDescription> = {},
): Promise<void> {
  const facts = await writeRdb({dir, file: FILE}, chunks(rdb), () => undefined)
  expect(facts.sha256).to.equal(sha256(rdb))
  await keepRdb({dir, file: FILE})
  await writeBackup(dir, [{...nodeOf({bytes: rdb.length, sha256: facts.sha256}), ...node}], {
    format: 'clustertool-backup',
    version: 1,
    clustertool: '0.0.0',
    created_at: '2026-01-01T00:00:00.000Z',
    finished_at: '2026-01-01T00:00:00.000Z',
    seed: '10.0.0.1:7000',
    complete: true,
    missing_slots: [],
    uncertain_slots: [],
    missing_nodes: [],
    ...description,
  })
}

function nodeOf(rdb: Partial<BackupNode['rdb']>): BackupNode {
  return {
    name: ID,
    host: '10.0.0.1',
    port: 7000,
    replicate: null,
    slots: [[0, 16_383]],
    slots_count: 16_384,
    flags: 'master',
    current_epoch: 1,
    rdb: {
      file: FILE,
      bytes: 1,
      sha256: '',
      rdb_version: 11,
      software: 'redis',
      server_version: '7.2.0',
      started_at: '2026-01-01T00:00:00.000Z',
      finished_at: '2026-01-01T00:00:00.000Z',
      source: '10.0.0.1:7000',
      source_id: ID,
      role: 'primary',
      ...rdb,
    },
  }
}

async function* chunks(data: Buffer): AsyncGenerator<Buffer> {
  yield data.subarray(0, 4)
  yield data.subarray(4)
}
