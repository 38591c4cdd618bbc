import {appendFile, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {JournalTail} from '../../../src/journal/tail.js'
import {BEGUN} from './begun.js'

const STARTED = {at: '2026-11-21T10:00:01.000Z', type: 'step-started', step: 0}
const ENDED = {at: '2026-11-21T10:00:02.000Z', type: 'ended', status: 'done'}

const line = (document: unknown): string => `${JSON.stringify(document)}\n`

describe('[U] the tail of journals', () => {
  let folder: string
  let tail: JournalTail

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-tail-'))
    tail = new JournalTail(folder)
  })
  afterEach(() => rm(folder, {recursive: true}))

  /** What was added, as `journal: type type`. */
  async function added(): Promise<string[]> {
    const grown = await tail.next()
    return grown.map(
      ({operation, added}) => `${operation.id}: ${added.map(({fact: {type}}) => type).join(' ')}`,
    )
  }

  it('gives each line once, of journals that are there already and of new ones', async () => {
    const [first, second] = [join(folder, '1.jsonl'), join(folder, '2.jsonl')]
    await writeFile(first, line(BEGUN))
    await tail.skip()
    expect(await added()).to.deep.equal([])
    await appendFile(first, line(STARTED))
    await writeFile(second, line(BEGUN) + line(STARTED))
    expect(await added()).to.deep.equal(['1: step-started', '2: begun step-started'])
    expect(await added()).to.deep.equal([])
    await appendFile(first, line(ENDED))
    const [grown] = await tail.next()
    expect(grown?.added).to.deep.equal([{time: ENDED.at, fact: {type: 'ended', status: 'done'}}])
    expect(grown?.operation).to.include({command: 'reshard', pid: 7, host: 'h'})
  })

  it('waits until a line is complete, also if it was cut within a character', async () => {
    const path = join(folder, '1.jsonl')
    await writeFile(path, line(BEGUN))
    await tail.skip()
    const error = {...STARTED, type: 'step-finished', status: 'failed', error: 'größer'}
    const bytes = Buffer.from(line(error))
    const cut = bytes.indexOf('ö') + 1
    await appendFile(path, bytes.subarray(0, cut))
    expect(await added()).to.deep.equal([])
    await appendFile(path, bytes.subarray(cut))
    const [grown] = await tail.next()
    expect(grown?.added[0]?.fact).to.deep.include({status: 'failed', error: 'größer'})
  })

  it('leaves out lines and files that it does not know', async () => {
    await writeFile(join(folder, '1.jsonl'), line(BEGUN) + line({...STARTED, type: 'later'}) + line(ENDED))
    await writeFile(join(folder, '2.jsonl'), 'no journal\n')
    await writeFile(join(folder, '3.txt'), line(BEGUN))
    expect(await added()).to.deep.equal(['1: begun ended'])
  })

  it('waits for a folder that does not exist yet', async () => {
    tail = new JournalTail(join(folder, 'later'))
    expect(await added()).to.deep.equal([])
  })
})
