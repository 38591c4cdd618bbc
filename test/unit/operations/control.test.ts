import {spawnSync} from 'node:child_process'
import {chmodSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {openControl} from '../../../src/control/server.js'
import type {ControlRequest, ControlStatus} from '../../../src/domain/control.js'
import {control, type ControlTarget} from '../../../src/operations/control.js'
import {operationLines} from '../../../src/report/control-text.js'
import {id} from '../../support/snapshot.js'
import {thrownBy} from '../../support/thrown.js'
import {CONTROL} from '../contract/control-fixture.js'

const IDS = ['2026-11-21T10-00-00-000Z-reshard-7-0', '2026-11-21T11-00-00-000Z-rebalance-8-0'] as const

function statusOf(name: string, address: string, node = id('x')): ControlStatus {
  return {...CONTROL, operation: {...CONTROL.operation, id: name}, nodes: [{id: node, address}]}
}

describe('[U] choosing the operation that is controlled', () => {
  let folder: string
  let closing: (() => void)[]
  let asked: string[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-choose-'))
    closing = []
    asked = []
  })
  afterEach(async () => {
    for (const close of closing) close()
    await rm(folder, {recursive: true})
  })

  async function run(name: string, status: ControlStatus): Promise<void> {
    const answer = (request: ControlRequest) => {
      if (request.do !== 'status') asked.push(`${request.do} ${name}`)
      return Promise.resolve({status})
    }
    const onBug = (error: unknown) => {
      throw error
    }
    closing.push((await openControl({folder, id: name, onBug}, answer)).close)
  }

  function pause(target: ControlTarget): Promise<ControlStatus> {
    const context = {stateFolder: folder, describe: operationLines, answerMs: 1000}
    return control(target, {do: 'pause', by: 'ann', limitMs: 100}, context)
  }

  const nowhere = () => Promise.reject(new Error('no node is to be asked'))

  it('takes the only one, one by id, by process and by an address of its cluster', async () => {
    await run(IDS[0], statusOf(IDS[0], 'h:1'))
    await pause({kind: 'only'})
    await run(IDS[1], statusOf(IDS[1], 'h:2', id('b')))
    await pause({kind: 'operation', name: IDS[1]})
    await pause({kind: 'operation', name: '7'})
    await pause({kind: 'node', address: 'h:2', findIds: nowhere})
    await pause({kind: 'node', address: 'other:2', findIds: () => Promise.resolve([id('b')])})
    expect(asked).to.deep.equal([0, 1, 0, 1, 1].map((at) => `pause ${IDS[at]}`))
  })

  it('refuses to choose between two, and names them', async () => {
    await run(IDS[0], statusOf(IDS[0], 'h:1'))
    await run(IDS[1], statusOf(IDS[1], 'h:\u001B[2J2'))
    const error = await thrownBy(pause({kind: 'only'}))
    expect(error).to.deep.include({code: 'USAGE', message: '2 operations are running; name one of them.'})
    expect(error.hints).to.deep.equal([
      `${IDS[0]}: reshard of h:1, process 7, paused`,
      String.raw`${IDS[1]}: reshard of h:\x1b[2J2, process 7, paused`,
    ])
    expect(asked).to.deep.equal([])
  })

  it('says so if there is none, or none of that name or cluster', async () => {
    expect(await thrownBy(pause({kind: 'only'}))).to.deep.include({code: 'REFUSED'})
    expect((await thrownBy(pause({kind: 'operation', name: '9'}))).message).to.match(
      /^The operation 9 is not running/,
    )
    await run(IDS[0], statusOf(IDS[0], 'h:1'))
    const other = {kind: 'node', address: 'h:9', findIds: () => Promise.resolve([id('q')])} as const
    expect((await thrownBy(pause(other))).message).to.match(/^No operation on this cluster is running/)
    expect(asked).to.deep.equal([])
  })

  it('says so if it does not answer', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(join(folder, `${IDS[0]}.sock`), resolve))
    const error = await thrownBy(pause({kind: 'only'}))
    silent.close()
    expect(error.code).to.equal('UNREACHABLE')
    expect(error.message).to.match(/does not answer: it may be very busy/)
  })

  it('is not possible for another user', async function () {
    // Only root can try.
    if (process.getuid?.() !== 0) this.skip()
    await run(IDS[0], statusOf(IDS[0], 'h:1'))
    chmodSync(folder, 0o755)
    const connect = `require('net').createConnection(process.argv[1]).on('connect', () => console.log('connected')).on('error', (e) => console.log(e.code))`
    const other = spawnSync(process.execPath, ['-e', connect, join(folder, `${IDS[0]}.sock`)], {
      uid: 65_534,
      gid: 65_534,
    })
    expect(other.stdout.toString().trim()).to.equal('EACCES')
  })
})
