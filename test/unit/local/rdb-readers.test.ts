import {symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {rdbReaders} from '../../../src/local/rdb-readers.js'
import {temporaryFolder, writeFakeServer} from './fake-server.js'

/** Calls it with a PATH on which redis-server is a program that says it is Redis 7.0.99; or with no server at all. */
async function readersWith(
  isThere: boolean,
  formats: Parameters<typeof rdbReaders>[0],
): Promise<Awaited<ReturnType<typeof rdbReaders>> & {readonly program: string}> {
  await using folder = await temporaryFolder()
  const program = join(folder.path, 'redis-server')
  if (isThere) await symlink(await writeFakeServer(folder.path), program)
  const {PATH: path, CLUSTERTOOL_SERVER: named} = process.env
  process.env['PATH'] = folder.path
  delete process.env['CLUSTERTOOL_SERVER']
  try {
    return {...(await rdbReaders(formats)), program}
  } finally {
    process.env['PATH'] = path
    if (named !== undefined) process.env['CLUSTERTOOL_SERVER'] = named
  }
}

const NINE = {family: 'redis', version: 9} as const
const TEN = {family: 'redis', version: 10} as const
const TWELVE = {family: 'redis', version: 12} as const
const VALKEY = {family: 'valkey', version: 80} as const

describe('[U] readers of RDB files on this machine', () => {
  it('are the programs that read all of them', async () => {
    const {needs, here, program} = await readersWith(true, [TEN, NINE])
    expect(needs).to.equal('Redis 7.0 or later, or Valkey 7.2 or later')
    expect(here).to.deep.equal([{program, software: 'redis', version: '7.0.99'}])
  })

  it('are none for files that no program here reads, and what is needed is about those', async () => {
    const {needs, here} = await readersWith(true, [TWELVE, NINE])
    expect({needs, here}).to.deep.equal({needs: 'Redis 7.4 or later', here: []})
    expect((await readersWith(true, [NINE, VALKEY])).needs).to.equal('Valkey 9.0 or later')
  })

  it('are none on a machine without servers', async () => {
    const {needs, here} = await readersWith(false, [NINE, TEN])
    expect(needs).to.equal('Redis 5.0 or later, or Valkey 7.2 or later')
    expect(here).to.deep.equal([])
  })
})
