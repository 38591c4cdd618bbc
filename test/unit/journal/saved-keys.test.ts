import {mkdir, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises'
import {expect} from 'chai'
import type {SavedKey} from '../../../src/domain/saved-key.js'
import {readSaved, saveKeys} from '../../../src/journal/saved-keys.js'
import {temporaryFolder} from '../local/fake-server.js'

describe('[U] files of saved keys', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  beforeEach(async () => {
    folder = await temporaryFolder()
  })
  afterEach(() => folder[Symbol.asyncDispose]())

  it('keep a line after one that was cut off, and say which one was cut off', async () => {
    const path = await saveKeys(folder.path, [saved('one'), saved('torn')])
    const {size} = await stat(path)
    await truncate(path, size - 30)
    await saveKeys(folder.path, [saved('two')])
    await saveKeys(folder.path, [saved('three')])
    const {lines, broken} = await readSaved(path)
    expect(lines.map(({payload}) => payload.toString())).to.deep.equal(['one', 'two', 'three'])
    expect(broken).to.deep.equal([2])
    expect((await readFile(path, 'utf8')).split('\n')).to.have.length(5)
  })

  it('of an older version give the key of a line that was appended to one that was cut off', async () => {
    const path = await saveKeys(folder.path, [saved('one'), saved('two')])
    const [one = '', two = ''] = (await readFile(path, 'utf8')).split('\n')
    const glued = `${path}.glued`
    await writeFile(glued, `\n${one.slice(0, 40)}${two}\nnull\n`)
    const {lines, broken} = await readSaved(glued)
    expect(lines.map(({payload}) => payload.toString())).to.deep.equal(['two'])
    expect(broken).to.deep.equal([2, 3])
  })

  it('keep long lines that are saved at the same time', async () => {
    const values = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(2_000_000))
    const [path = ''] = await Promise.all(values.map((value) => saveKeys(folder.path, [saved(value)])))
    const {lines, broken} = await readSaved(path)
    expect(broken).to.deep.equal([])
    expect(lines.map(({payload}) => payload.toString()).toSorted()).to.deep.equal(values)
  })

  it('that cannot be written are reported, and the next attempt may succeed', async () => {
    const gone = `${folder.path}/gone`
    const path = await saveKeys(gone, [saved('one')])
    await rm(path)
    await mkdir(path)
    const error = await saveKeys(gone, [saved('two')]).catch((reason: unknown) => reason)
    expect(error).to.include({code: 'INCOMPLETE'})
    expect(String(error)).to.contain(`cannot be saved in ${path} (EISDIR`)
    await rm(path, {recursive: true})
    await saveKeys(gone, [saved('three')])
    expect((await readSaved(path)).lines.map(({payload}) => payload.toString())).to.deep.equal(['three'])
  })
})

function saved(value: string): SavedKey {
  return {node: 'a:1', db: 0, slot: 1, key: Buffer.from('k'), timeToLiveMs: -1, payload: Buffer.from(value)}
}
