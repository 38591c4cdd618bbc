import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {refuseUnsavable, saveFile} from '../../../src/cli/save-file.js'
import {thrownBy} from '../../support/thrown.js'

describe('[U] a saved file', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clustertool-save-'))
    file = join(folder, 'page.html')
  })

  afterEach(() => rmSync(folder, {recursive: true}))

  it('can be read by its owner only, and nothing else is left', async () => {
    await refuseUnsavable(file, {force: false})
    await saveFile(file, 'text', {force: false})
    expect(readFileSync(file, 'utf8')).to.equal('text')
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    expect(readdirSync(folder)).to.deep.equal(['page.html'])
  })

  it('replaces another one only if it must, whenever that one came', async () => {
    writeFileSync(file, 'old')
    for (const refuses of [
      () => refuseUnsavable(file, {force: false}),
      () => saveFile(file, 'new', {force: false}),
    ]) {
      const {code, message} = await thrownBy(refuses())
      expect({code, message}).to.deep.equal({code: 'REFUSED', message: `${file} exists already.`})
    }
    expect(readFileSync(file, 'utf8')).to.equal('old')
    await refuseUnsavable(file, {force: true})
    await saveFile(file, 'new', {force: true})
    expect(readFileSync(file, 'utf8')).to.equal('new')
    expect(readdirSync(folder)).to.deep.equal(['page.html'])
  })

  it('takes the place of no pipe or device, and of the file behind a symbolic link', async () => {
    expect(String(await thrownBy(refuseUnsavable('/dev/null', {force: true})))).to.match(
      /\/dev\/null cannot be written: it is not a file\.$/,
    )
    const link = join(folder, 'link.html')
    writeFileSync(file, 'old')
    symlinkSync(file, link)
    await saveFile(link, 'new', {force: true})
    expect(lstatSync(link).isSymbolicLink()).to.equal(true)
    expect(readFileSync(file, 'utf8')).to.equal('new')
  })

  it('is refused where it cannot be', async () => {
    mkdirSync(file)
    const reasons: [string, RegExp][] = [
      [file, /page\.html cannot be written: it is a folder\.$/],
      [join(folder, 'none', 'x'), /cannot be written: there is no folder .*none\.$/],
    ]
    for (const [path, reason] of reasons) {
      expect(String(await thrownBy(refuseUnsavable(path, {force: true})))).to.match(reason)
    }
    const late = await thrownBy(saveFile(join(folder, 'none', 'x'), 'text', {force: false}))
    expect(late.message).to.contain('cannot be written: ENOENT')
  })
})
