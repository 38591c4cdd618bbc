import {existsSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {Spool} from '../../../src/storage/spool.js'
import {temporaryFolder} from '../local/fake-server.js'

/** More than one file takes. */
const FILE_BYTES = 64 * 1024 * 1024

function nameOf(offset: number): string {
  return `${String(offset).padStart(20, '0')}.stream`
}

function write(folder: string, offset: number, text: string): void {
  writeFileSync(join(folder, nameOf(offset)), text)
}

describe('[U] Spool', () => {
  it('gives back what was appended, from any byte on', async () => {
    await using folder = await temporaryFolder()
    const spool = Spool.open(join(folder.path, 'new', 'spool'), 1000)
    expect([spool.start, spool.end, spool.bytes]).to.deep.equal([1000, 1000, 0])
    expect(spool.read(1000, 10).toString()).to.equal('')
    for (const part of ['ab', '', 'cdef', 'g']) spool.append(Buffer.from(part))
    expect([spool.start, spool.end, spool.bytes]).to.deep.equal([1000, 1007, 7])
    expect(spool.read(1000, 100).toString()).to.equal('abcdefg')
    expect(spool.read(1003, 2).toString()).to.equal('de')
    expect(spool.read(1007, 10).toString()).to.equal('')
    expect(() => spool.read(999, 1)).to.throw(RangeError, 'the spool begins after byte 999')
    expect(spool.freeBytes).to.be.above(0)
    spool.close()
  })

  it('goes on with what an earlier run left', async () => {
    await using folder = await temporaryFolder()
    const first = Spool.open(folder.path, 50)
    first.append(Buffer.from('abcdef'))
    first.close()
    const second = Spool.open(folder.path, 53)
    expect([second.start, second.end]).to.deep.equal([50, 56])
    second.append(Buffer.from('gh'))
    expect(second.read(53, 100).toString()).to.equal('defgh')
    second.close()
    // Nothing of it is left to apply.
    const third = Spool.open(folder.path, 58)
    expect([third.start, third.end, third.read(58, 9).length]).to.deep.equal([50, 58, 0])
    third.close()
  })

  for (const offset of [49, 57]) {
    it(`begins anew if it has bytes 50 to 56 and goes on after ${offset}`, async () => {
      await using folder = await temporaryFolder()
      write(folder.path, 50, 'abcdef')
      const spool = Spool.open(folder.path, offset)
      expect([spool.start, spool.end]).to.deep.equal([offset, offset])
      expect(readdirSync(folder.path)).to.deep.equal([nameOf(offset)])
      spool.close()
    })
  }

  it('reads over the ends of files, and drops those that are not needed any more', async () => {
    await using folder = await temporaryFolder()
    const spool = Spool.open(folder.path, 10)
    const part = Buffer.alloc(FILE_BYTES / 2, 'x')
    for (const mark of ['A', 'B', 'C', 'D', 'E']) spool.append(Buffer.concat([Buffer.from(mark), part]))
    const size = part.length + 1
    const files = [10, 10 + 2 * size, 10 + 4 * size].map(nameOf)
    expect(readdirSync(folder.path).toSorted()).to.deep.equal(files)
    expect(spool.bytes).to.equal(5 * size)
    // The last byte of a file, and the first one of the next.
    expect(spool.read(10 + 2 * size - 1, 3).toString()).to.equal('xCx')
    const most = spool.read(10, 3 * size)
    expect(most.length).to.equal(3 * size)
    expect([0, 1, 2].map((at) => String.fromCharCode(most[at * size] ?? 0)).join('')).to.equal('ABC')

    spool.dropBefore(10 + 2 * size - 1)
    expect(spool.start).to.equal(10)
    spool.dropBefore(10 + 2 * size)
    expect(readdirSync(folder.path).toSorted()).to.deep.equal(files.slice(1))
    expect(spool.start).to.equal(10 + 2 * size)
    expect(spool.read(10 + 4 * size, 1).toString()).to.equal('E')
    // The last file is kept: more is written to it.
    spool.dropBefore(spool.end)
    expect(readdirSync(folder.path)).to.deep.equal(files.slice(2))
    expect(spool.end).to.equal(10 + 5 * size)
    spool.append(Buffer.from('F'))
    expect(spool.read(10 + 5 * size, 9).toString()).to.equal('F')
    spool.close()
  })

  it('takes several files that follow each other, and other files are not its own', async () => {
    await using folder = await temporaryFolder()
    write(folder.path, 5, 'abc')
    write(folder.path, 8, 'de')
    writeFileSync(join(folder.path, '8.stream'), 'no')
    writeFileSync(join(folder.path, 'notes.txt'), 'no')
    const spool = Spool.open(folder.path, 6)
    expect(spool.read(6, 9).toString()).to.equal('bcde')
    spool.destroy()
    expect(existsSync(folder.path)).to.equal(false)
  })

  it('uses only what comes after a gap', async () => {
    await using folder = await temporaryFolder()
    write(folder.path, 5, 'abc')
    write(folder.path, 20, 'def')
    const spool = Spool.open(folder.path, 21)
    expect([spool.start, spool.end]).to.deep.equal([20, 23])
    expect(readdirSync(folder.path)).to.deep.equal([nameOf(20)])
    spool.close()
  })

  it('begins anew if the byte that is needed is before a gap', async () => {
    await using folder = await temporaryFolder()
    write(folder.path, 5, 'abc')
    write(folder.path, 20, 'def')
    const spool = Spool.open(folder.path, 6)
    expect([spool.start, spool.end]).to.deep.equal([6, 6])
    expect(readdirSync(folder.path)).to.deep.equal([nameOf(6)])
    spool.close()
  })

  it('begins at another byte when it is told to', async () => {
    await using folder = await temporaryFolder()
    const spool = Spool.open(folder.path, 5)
    spool.append(Buffer.from('old'))
    spool.beginAt(100)
    spool.append(Buffer.from('new'))
    expect([spool.start, spool.end, spool.read(100, 9).toString()]).to.deep.equal([100, 103, 'new'])
    expect(readdirSync(folder.path)).to.deep.equal([nameOf(100)])
    spool.close()
  })
})
