import {readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {ImportState} from '../../../src/journal/import-state.js'
import {temporaryFolder} from '../local/fake-server.js'

const TALLY = {
  from: 0,
  to: 0,
  source: 'a:1',
  keys: 9,
  imported: 4,
  same: 0,
  skipped: 0,
  conflicting: 0,
  gone: 0,
  left: 0,
}

describe('how far an import has come', () => {
  it('is read by the next run of the same import, and by no other', async () => {
    await using folder = await temporaryFolder()
    const state = await ImportState.open(folder.path, ['a', 'b'])
    state.save('lane 0', {tally: TALLY})
    expect((await ImportState.open(folder.path, ['a', 'b'])).of('lane 0')).to.deep.equal({tally: TALLY})
    expect((await ImportState.open(folder.path, ['a', 'b'])).of('lane 1')).to.equal(undefined)
    expect((await ImportState.open(folder.path, ['ab'])).of('lane 0')).to.equal(undefined)
  })

  it('is nothing when the import is over', async () => {
    await using folder = await temporaryFolder()
    const state = await ImportState.open(folder.path, ['a'])
    state.save('lane', {tally: TALLY})
    state.remove()
    expect(readdirSync(folder.path)).to.deep.equal([])
  })

  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"version":1}',
    '{"version":1,"lanes":7}',
    '{"version":1,"lanes":[["lane",5],["lane"],7,null]}',
    '{"version":1,"lanes":[["lane",{"tally":{}}]]}',
    '{"version":99,"lanes":[]}',
  ]) {
    it(`is nothing when its file holds ${text || 'nothing'}`, async () => {
      await using folder = await temporaryFolder()
      const state = await ImportState.open(folder.path, ['a'])
      state.save('lane', {tally: TALLY})
      for (const name of readdirSync(folder.path)) writeFileSync(join(folder.path, name), text)
      expect((await ImportState.open(folder.path, ['a'])).of('lane')).to.equal(undefined)
    })
  }

  it('is only lost when it cannot be written', async () => {
    const state = await ImportState.open('/no/such/folder', ['a'])
    expect(() => state.save('lane', {tally: TALLY})).to.not.throw()
  })
})
