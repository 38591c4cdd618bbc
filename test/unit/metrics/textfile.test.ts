import {mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {writeTextfile} from '../../../src/metrics/textfile.js'
import {thrownBy} from '../../support/thrown.js'

describe('[U] the file of metrics', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-textfile-'))
  })
  afterEach(() => rm(folder, {recursive: true}))

  it('is replaced, can be read by all, and leaves nothing beside it', async () => {
    const path = join(folder, 'prod.prom')
    const before = process.umask(0o077)
    try {
      await writeTextfile(path, 'old\n')
      const {ino} = await stat(path)
      await writeTextfile(path, 'new\n')
      expect(await readFile(path, 'utf8')).to.equal('new\n')
      const after = await stat(path)
      expect(after.mode & 0o777).to.equal(0o644)
      // Somebody who reads the old file reads all of it.
      expect(after.ino).not.to.equal(ino)
      expect(await readdir(folder)).to.deep.equal(['prod.prom'])
    } finally {
      process.umask(before)
    }
  })

  it('does not take the place of anything else', async () => {
    await symlink('/dev/null', join(folder, 'null'))
    for (const path of [folder, join(folder, 'null'), '/dev/null']) {
      const error = await thrownBy(writeTextfile(path, 'x'))
      expect(error).to.include({code: 'REFUSED', message: `${path} cannot be written: it is not a file.`})
    }
    expect((await stat('/dev/null')).isCharacterDevice()).to.equal(true)
  })

  it('is refused in a folder that does not exist', async () => {
    await writeFile(join(folder, 'file'), '')
    for (const path of [join(folder, 'none', 'a.prom'), join(folder, 'file', 'a.prom')]) {
      expect(await thrownBy(writeTextfile(path, 'x'))).to.include({code: 'REFUSED'})
    }
    expect(await readdir(folder)).to.deep.equal(['file'])
  })
})
