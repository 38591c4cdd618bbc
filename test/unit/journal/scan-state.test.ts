import {readdirSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {ScanState} from '../../../src/journal/scan-state.js'
import {SCANS} from '../contract/big-keys-fixture.js'
import {temporaryFolder} from '../local/fake-server.js'

const [FIRST, SECOND] = SCANS as [(typeof SCANS)[number], (typeof SCANS)[number]]

describe('[U] how far a scan for big keys is', () => {
  it('is read by the next run of the same scan, unless that begins anew', async () => {
    await using folder = await temporaryFolder()
    const state = await ScanState.open(folder.path, ['a'], false)
    for (const scan of SCANS) state.track(() => scan)
    expect(state.write()).to.equal(true)
    const again = await ScanState.open(folder.path, ['a'], false)
    expect(again.of(FIRST.node)).to.deep.equal(FIRST)
    expect(again.of(SECOND.node)).to.deep.equal(SECOND)
    expect((await ScanState.open(folder.path, ['b'], false)).of(FIRST.node)).to.equal(undefined)
    expect((await ScanState.open(folder.path, ['a'], true)).of(FIRST.node)).to.equal(undefined)
  })

  it('can be read only by its owner, and is gone when the scan is over', async () => {
    await using folder = await temporaryFolder()
    const state = await ScanState.open(folder.path, ['a'], true)
    state.track(() => FIRST)
    state.write()
    const [file = ''] = readdirSync(folder.path)
    expect(statSync(join(folder.path, file)).mode & 0o777).to.equal(0o600)
    state.remove()
    expect(readdirSync(folder.path)).to.deep.equal([])
  })

  it('is nothing if the file is damaged, or cannot be written', async () => {
    await using folder = await temporaryFolder()
    const state = await ScanState.open(folder.path, ['a'], true)
    state.track(() => FIRST)
    state.write()
    const [file = ''] = readdirSync(folder.path)
    writeFileSync(join(folder.path, file), '{"version":1,"nodes":[{}]}')
    expect((await ScanState.open(folder.path, ['a'], false)).of(FIRST.node)).to.equal(undefined)
    const nowhere = await ScanState.open(join(folder.path, file, 'x'), ['a'], true)
    expect(nowhere.write()).to.equal(false)
  })
})
