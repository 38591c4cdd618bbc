import {mkdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {makeFolder} from '../../../src/storage/make-folder.js'
import {temporaryFolder} from '../local/fake-server.js'

const modeOf = (path: string): number => statSync(path).mode & 0o777

describe('[U] makeFolder', () => {
  it('creates a folder and those above it, for whom it was told', async () => {
    await using folder = await temporaryFolder()
    makeFolder(join(folder.path, 'a', 'b'), 0o700)
    expect([join(folder.path, 'a'), join(folder.path, 'a', 'b')].map(modeOf)).to.deep.equal([0o700, 0o700])
  })

  it('leaves a folder as it is, also if it is a link', async () => {
    await using folder = await temporaryFolder()
    const [there, link] = [join(folder.path, 'there'), join(folder.path, 'link')]
    mkdirSync(there, {mode: 0o750})
    symlinkSync(there, link)
    for (const path of [there, link, join(link, 'new'), '.', '/']) makeFolder(path, 0o700)
    expect([modeOf(there), modeOf(join(there, 'new'))]).to.deep.equal([0o750, 0o700])
  })

  it('throws what the file system says', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    expect(() => makeFolder(file)).to.throw(/EEXIST/)
    expect(() => makeFolder(join(file, 'below'))).to.throw(/ENOTDIR/)
  })
})
