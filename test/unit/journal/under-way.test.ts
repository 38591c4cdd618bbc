import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {journalOf} from '../../../src/journal/under-way.js'
import {BEGUN} from './begun.js'

const AT = BEGUN.at
const LINES = [
  BEGUN,
  {at: AT, type: 'step-started', step: 0},
  {at: AT, type: 'slots-moved', step: 0, ranges: [{start: 3, end: 12}]},
]

describe('[U] the journal of a running command', () => {
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-under-way-'))
  })
  after(() => rm(folder, {recursive: true}))

  it('tells how many slots have moved, also while its last line is cut off after a bracket', async () => {
    const presence = {command: 'reshard', host: 'h', pid: 7, startedAt: Date.parse(AT)}
    const cut = `{"at":"${AT}","type":"slots-moved","step":0,"ranges":[{"start":13,"end":20}`
    const lines = LINES.map((line) => JSON.stringify(line))
    await writeFile(join(folder, '2026-11-21T10-00-00-000Z-reshard-7-0.jsonl'), [...lines, cut].join('\n'))
    const journal = await journalOf(folder, presence)
    expect(journal?.movedSlots).to.equal(10)
    expect(journal?.operation.command).to.equal('reshard')
  })
})
