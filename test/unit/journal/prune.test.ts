import {mkdtemp, readdir, rm, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {pruneJournals} from '../../../src/journal/prune.js'

const DAY = 86_400_000

describe('[U] pruning of journals', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-prune-'))
  })
  afterEach(() => rm(folder, {recursive: true, force: true}))

  it('keeps the last 200 and those of 90 days, and files of saved keys for ever', async () => {
    const now = Date.now()
    const names = Array.from({length: 210}, (_, at) => `2026-${String(at).padStart(4, '0')}-reshard.jsonl`)
    for (const name of [...names, 'saved-keys-1.ndjson']) {
      const days = name === names[3] ? 80 : 100
      await writeFile(join(folder, name), '')
      await utimes(join(folder, name), new Date(now - days * DAY), new Date(now - days * DAY))
    }
    await pruneJournals(folder, now)
    const left = await readdir(folder)
    expect(left).to.have.length(202)
    expect(left).to.include.members([names[3], names[10], names[209], 'saved-keys-1.ndjson'])
    expect(left).not.to.include(names[9])
  })
})
