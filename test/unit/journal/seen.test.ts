import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {readSeen} from '../../../src/journal/seen.js'
import {BEGUN} from './begun.js'

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as [string, string]
const FACTS = {role: 'primary', primaryId: null, configEpoch: 1, slots: [], openSlots: [], reachable: true}
const CLUSTER = {seed: A, nodes: [{...FACTS, id: A, address: 'a:1'}], others: [{id: B, address: 'b:1'}]}
const ENDED = {at: BEGUN.at, type: 'ended', status: 'incomplete'}
const SEEN = {
  id: '1',
  command: 'reshard',
  status: 'incomplete',
  nodes: [
    {id: A, address: 'a:1', role: 'primary'},
    {id: B, address: 'b:1', role: undefined},
  ],
}

describe('[U] the last journals', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-seen-'))
  })
  afterEach(() => rm(folder, {recursive: true}))

  async function write(name: string, ...lines: readonly unknown[]): Promise<void> {
    const text = lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`))
    await writeFile(join(folder, `${name}.jsonl`), text.join(''))
  }

  it('are read from their first and their last line', async () => {
    const step = {at: BEGUN.at, type: 'step-started', step: 0}
    const more = Array.from({length: 2000}, () => step)
    await write('1', {...BEGUN, cluster: CLUSTER}, ...more, ENDED)
    expect(await readSeen(folder)).to.deep.equal([SEEN])
  })

  it('may have a first line of any length', async () => {
    await write('1', {...BEGUN, cluster: CLUSTER, warnings: 'x'.repeat(300_000)}, ENDED)
    expect(await readSeen(folder)).to.deep.equal([SEEN])
  })

  it('are unfinished without an end, also if their last line is cut off', async () => {
    await write('1', {...BEGUN, cluster: CLUSTER})
    await write('2', {...BEGUN, cluster: CLUSTER}, '{"at":"2026-11-21T10:00:03Z","type":"end')
    await write('3', {...BEGUN, cluster: CLUSTER}, ENDED, {...ENDED, status: 'dismissed'})
    expect((await readSeen(folder)).map(({id, status}) => `${id} ${status}`)).to.deep.equal([
      '3 dismissed',
      '2 unfinished',
      '1 unfinished',
    ])
  })

  it('are the newest 20, and only those that can be read', async () => {
    const names = Array.from({length: 22}, (_, at) => `${100 + at}`)
    for (const name of names) await write(name, BEGUN)
    expect((await readSeen(folder)).map(({id}) => id)).to.deep.equal(names.slice(2).toReversed())
    await write('121', 'no journal\n')
    await write('120', {...BEGUN, version: 2})
    await write('119', '')
    await rm(join(folder, '118.jsonl'))
    await mkdir(join(folder, '118.jsonl'))
    await writeFile(join(folder, '999.rdb'), '')
    expect((await readSeen(folder)).map(({id}) => id)).to.deep.equal(names.slice(2, -4).toReversed())
  })

  it('are none without a folder', async () => {
    expect(await readSeen(join(folder, 'missing'))).to.deep.equal([])
  })
})
