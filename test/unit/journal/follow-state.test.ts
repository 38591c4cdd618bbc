import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {FollowState} from '../../../src/journal/follow-state.js'
import {processMark} from '../../../src/journal/process-mark.js'
import {thrownBy} from '../../support/thrown.js'
import {temporaryFolder} from '../local/fake-server.js'

const PLACE = {name: 'a:1', replid: 'f'.repeat(40), offset: 99, database: 3, copied: true}
const UNKNOWN = {...PLACE, name: 'b:1', database: undefined, copied: false}
const SOURCE = ['source', '']
const NODES = ['a', 'b', 'c']

describe('[U] FollowState', () => {
  it('is read by the next run of the same import, and by no other', async () => {
    await using folder = await temporaryFolder()
    const first = await FollowState.open(folder.path, SOURCE, NODES)
    expect(first.places).to.equal(undefined)
    first.save([{...PLACE, offset: 5}], [['owner', 'run']])
    first.save([PLACE, UNKNOWN], [['owner', 'run']])
    first.close(false)
    const second = await FollowState.open(folder.path, SOURCE, NODES)
    expect(second.folder).to.equal(first.folder)
    expect(second.places).to.deep.equal([PLACE, UNKNOWN])
    expect(second.owners).to.deep.equal([['owner', 'run']])
    second.close(false)
    const changed = await FollowState.open(folder.path, SOURCE, ['g', 'c', 'b'])
    expect(changed.folder).to.equal(first.folder)
    const other = await FollowState.open(folder.path, SOURCE, ['d', 'e', 'f'])
    expect(other.places).to.equal(undefined)
    expect(other.folder).not.to.equal(first.folder)
    expect(statSync(second.folder).mode & 0o777).to.equal(0o700)
    expect(statSync(join(second.folder, 'state.json')).mode & 0o777).to.equal(0o600)
  })

  it('is gone with its folder when the import is over', async () => {
    await using folder = await temporaryFolder()
    const state = await FollowState.open(folder.path, SOURCE, NODES)
    state.save([PLACE], [['owner', 'run']])
    writeFileSync(join(state.folder, 'more'), 'of it')
    state.close(true)
    expect(existsSync(state.folder)).to.equal(false)
    expect((await FollowState.open(folder.path, SOURCE, NODES)).places).to.equal(undefined)
  })

  it('is refused while the process that has it runs, and names that process', async () => {
    await using folder = await temporaryFolder()
    const state = await FollowState.open(folder.path, SOURCE, NODES)
    const error = await thrownBy(FollowState.open(folder.path, SOURCE, NODES))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.match(new RegExp(`^Process ${process.pid} already follows this source`))
    await FollowState.open(folder.path, ['another', ''], NODES)
    state.close(false)
    await FollowState.open(folder.path, SOURCE, NODES)
  })

  it('is taken over from a process that was killed', async () => {
    await using folder = await temporaryFolder()
    const state = await FollowState.open(folder.path, SOURCE, NODES)
    state.save([PLACE], [['owner', 'run']])
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'})
    await once(child, 'spawn')
    const {pid = 0} = child
    writeFileSync(join(state.folder, 'process'), `${pid} ${processMark(pid) ?? ''}`)
    expect((await thrownBy(FollowState.open(folder.path, SOURCE, NODES))).message).to.match(
      new RegExp(`^Process ${pid} `),
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await FollowState.open(folder.path, SOURCE, NODES)).places).to.deep.equal([PLACE])
    expect(readFileSync(join(state.folder, 'process'), 'utf8')).to.match(new RegExp(`^${process.pid} `))
  })

  it('is taken over if another process has the number now, or if its name was not written', async () => {
    for (const text of [`${process.pid} another start`, '', 'rubbish']) {
      await using folder = await temporaryFolder()
      const state = await FollowState.open(folder.path, SOURCE, NODES)
      writeFileSync(join(state.folder, 'process'), text)
      await FollowState.open(folder.path, SOURCE, NODES)
      expect(readFileSync(join(state.folder, 'process'), 'utf8')).to.match(new RegExp(`^${process.pid} `))
    }
  })

  for (const text of ['', '{"version":1,"sou', 'null', '{"version":1}', '{"version":99,"sources":[]}']) {
    it(`says of ${text || 'an empty file'} that there was a run, and not how far it came`, async () => {
      await using folder = await temporaryFolder()
      const state = await FollowState.open(folder.path, SOURCE, NODES)
      writeFileSync(join(state.folder, 'state.json'), text)
      state.close(false)
      expect((await FollowState.open(folder.path, SOURCE, NODES)).places).to.deep.equal([])
    })
  }

  it('is refused where it cannot be written', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    const error = await thrownBy(FollowState.open(file, SOURCE, NODES))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.match(/^The spool \S+ cannot be written: ENOTDIR/)
  })
})
