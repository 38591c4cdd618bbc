import {existsSync, mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {createConnection, createServer, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {askOperation} from '../../../src/control/client.js'
import {type AnswerRequest, type ControlServer, openControl} from '../../../src/control/server.js'
import {findSockets, placeBeside, removeSocket} from '../../../src/control/socket-place.js'
import {CONTROL} from '../contract/control-fixture.js'

const ID = '2026-11-21T10-00-00-000Z-reshard-7-0'

describe('[U] the socket of an operation', () => {
  let folder: string
  let bugs: unknown[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-control-'))
    bugs = []
  })
  afterEach(async () => {
    await rm(folder, {recursive: true})
    expect(bugs).to.deep.equal([])
  })

  function open(answer: AnswerRequest, where = folder, id = ID): Promise<ControlServer> {
    return openControl({folder: where, id, onBug: (error) => bugs.push(error)}, answer)
  }

  it('is beside the journal, only its owner can use it, and it is gone when the operation is over', async () => {
    const server = await open(() => Promise.resolve({status: CONTROL}))
    const path = join(folder, `${ID}.sock`)
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(await findSockets(folder)).to.deep.equal([{id: ID, path}])
    expect(await askOperation(path, {do: 'status'}, 1000)).to.deep.equal({
      kind: 'answered',
      // Lines have no keys without a value.
      reply: {status: JSON.parse(JSON.stringify(CONTROL)) as unknown},
    })
    server.close()
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('passes on what it is told, and an answer that refuses', async () => {
    const asked: unknown[] = []
    const server = await open((request) => {
      asked.push(request)
      return Promise.resolve({refused: 'no'})
    })
    const [socket] = await findSockets(folder)
    const request = {do: 'set', by: 'ann', settings: {rate: null, window: 4}} as const
    expect(await askOperation(socket?.path ?? '', request, 1000)).to.deep.equal({
      kind: 'answered',
      reply: {refused: 'no'},
    })
    expect(asked).to.deep.equal([request])
    server.close()
  })

  it('answers each line, also one that it does not understand, and ends a connection with a line too long', async () => {
    const server = await open(() => Promise.resolve({refused: 'no'}))
    const socket = createConnection(join(folder, `${ID}.sock`))
    const lines = await new Promise<string>((resolve, reject) => {
      let text = ''
      socket.setEncoding('utf8')
      socket.on('error', reject)
      socket.on('data', (chunk: string) => {
        text += chunk
        if (text.split('\n').length === 4) resolve(text)
      })
      socket.write('{"version":1,"do":"dance"}\nnot json\n{"version":2,"do":"status"}\n')
    })
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => Object.keys(JSON.parse(line) as object)),
    ).to.deep.equal([
      ['version', 'refused'],
      ['version', 'refused'],
      ['version', 'refused'],
    ])
    const ended = new Promise((resolve) => socket.once('close', resolve))
    socket.write('x'.repeat(100_000))
    await ended
    server.close()
  })

  it('is elsewhere if the path would be too long, in a folder that only its owner can enter', async () => {
    const deep = join(folder, 'x'.repeat(100))
    mkdirSync(deep)
    expect(placeBeside(deep, ID)).to.equal(undefined)
    const server = await open(() => Promise.resolve({status: CONTROL}), deep)
    expect(server.trouble).to.equal(undefined)
    const [found] = await findSockets(deep)
    const own = join(found?.path ?? '', '..')
    expect(Buffer.byteLength(found?.path ?? '')).to.be.below(104)
    expect(statSync(own).mode & 0o777).to.equal(0o700)
    expect((await askOperation(found?.path ?? '', {do: 'status'}, 1000)).kind).to.equal('answered')
    server.close()
    expect(readdirSync(deep)).to.deep.equal([])
    expect(existsSync(own)).to.equal(false)
  })

  it('counts as gone if its process was killed, and can be removed', async () => {
    const path = join(folder, `${ID}.sock`)
    writeFileSync(path, '')
    expect((await askOperation(path, {do: 'status'}, 1000)).kind).to.equal('gone')
    removeSocket(folder, {id: ID, path})
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('counts as silent if nothing is answered in time, and as unknown if it is another protocol', async () => {
    const path = join(folder, 'other.sock')
    let says = ''
    const other: Server = createServer((socket) => {
      if (says !== '') socket.write(says)
      socket.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => other.listen(path, resolve))
    expect((await askOperation(path, {do: 'status'}, 50)).kind).to.equal('silent')
    says = '{"version":9}\n'
    expect((await askOperation(path, {do: 'status'}, 1000)).kind).to.equal('unknown')
    other.close()
  })

  it('does not prevent an operation if there can be none', async () => {
    const server = await open(() => Promise.resolve({status: CONTROL}), join(folder, 'missing'))
    expect(server.trouble).to.match(/ENOENT/)
    server.close()
  })
})
