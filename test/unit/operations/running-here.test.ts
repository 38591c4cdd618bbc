import {spawn} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {type ControlServer, openControl} from '../../../src/control/server.js'
import {isSuspended} from '../../../src/journal/suspended.js'
import {runningHere} from '../../../src/operations/running-here.js'
import {until} from '../../support/until.js'
import {CONTROL} from '../contract/control-fixture.js'

const IDS = ['2026-11-21T10-00-00-000Z-reshard-7-0', '2026-11-21T11-00-00-000Z-rebalance-8-0'] as const

describe('[U] operations that run on this machine', () => {
  let folder: string
  let servers: ControlServer[]
  let silent: Server | undefined

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-running-'))
    servers = []
    silent = undefined
  })
  afterEach(async () => {
    for (const server of servers) server.close()
    silent?.close()
    await rm(folder, {recursive: true})
  })

  async function run(id: string): Promise<void> {
    const status = {...CONTROL, operation: {...CONTROL.operation, id}}
    const onBug = (error: unknown) => {
      throw error
    }
    servers.push(await openControl({folder, id, onBug}, () => Promise.resolve({status})))
  }

  const idsOf = async (pid?: number) => (await runningHere(folder, pid)).map(({operation}) => operation.id)

  it('are those that answer, or those of one process', async () => {
    expect(await idsOf()).to.deep.equal([])
    await run(IDS[0])
    await run(IDS[1])
    expect(await idsOf()).to.deep.equal([...IDS])
    expect(await idsOf(8)).to.deep.equal([IDS[1]])
    expect(await idsOf(9)).to.deep.equal([])
  })

  async function listenInSilence(id: string): Promise<void> {
    silent = createServer()
    await new Promise<void>((resolve) => silent?.listen(join(folder, `${id}.sock`), resolve))
  }

  it('are not asked while they are suspended', async function () {
    if (process.platform !== 'linux') this.skip()
    const child = spawn('sleep', ['60'])
    try {
      child.kill('SIGSTOP')
      await until('it is suspended', () => isSuspended(child.pid ?? 0))
      await listenInSilence(`2026-11-21T11-00-00-000Z-rebalance-${child.pid}-0`)
      let asked = 0
      silent?.on('connection', () => asked++)
      expect(await idsOf()).to.deep.equal([])
      expect(asked).to.equal(0)
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('are found within half a second, also if one takes a request and never answers', async () => {
    await run(IDS[0])
    await listenInSilence(IDS[1])
    const began = performance.now()
    expect(await idsOf()).to.deep.equal([IDS[0]])
    expect(performance.now() - began).to.be.within(250, 2000)
  })
})
