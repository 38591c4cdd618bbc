import {expect} from 'chai'
import {CannedCluster} from '../support/canned-cluster.js'
import {FaultyBuild} from '../support/faulty-build.js'
import {ScreenTerminal, type ScreenTerminalOptions} from '../support/screen-terminal.js'
import {until} from '../support/until.js'

const AS_BEFORE = {isFull: false, hasCursor: true, sameMode: true}

describe('[E] watch gives the terminal back', () => {
  let cluster: CannedCluster
  let build: FaultyBuild

  before(async function () {
    this.timeout(240_000)
    const places = {afterKey: 'report/watch/keys.ts', movesSeen: 'checks/moves-seen.ts'}
    ;[cluster, build] = await Promise.all([CannedCluster.start(3), FaultyBuild.make(places)])
  })
  after(async () => {
    await cluster[Symbol.asyncDispose]()
    await build[Symbol.asyncDispose]()
  })

  /** Watch when its first picture is shown. */
  async function watching(options: ScreenTerminalOptions = {}): Promise<ScreenTerminal> {
    const seed = `127.0.0.1:${cluster.nodes[0]?.port}`
    const terminal = ScreenTerminal.start(['watch', seed, '--interval', '200ms'], options)
    await terminal.shows(/clustertool watch/)
    expect(terminal).to.include({isFull: true, hasCursor: false})
    return terminal
  }

  it('after q, and after ctrl-c, which is a key', async () => {
    for (const key of ['q', '\u0003']) {
      await using terminal = await watching()
      terminal.type(key)
      expect(await terminal.ended()).to.deep.equal({code: 0, ...AS_BEFORE})
    }
  })

  it('after signals', async () => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
      await using terminal = await watching()
      process.kill(terminal.pid, signal)
      expect(await terminal.ended(), signal).to.deep.equal({code: 130, ...AS_BEFORE})
      expect(terminal.text).not.to.match(/Error|Stopp/)
    }
  })

  it('after a bug, also in the handler of keys, and then says where the report is', async () => {
    for (const fault of ['movesSeen:3', 'afterKey:1']) {
      await using terminal = await watching({entry: build.entry, env: build.variables(fault)})
      if (fault.startsWith('afterKey')) terminal.type('s')
      expect(await terminal.ended(), fault).to.deep.equal({code: 1, ...AS_BEFORE})
      const says = () => terminal.text.replaceAll('\n', '').includes('has a bug (TypeError: injected in')
      await until('the terminal shows what was written last', says)
    }
  })

  it('while it is suspended; where no shell could continue it, it goes on', async () => {
    await using terminal = await watching()
    terminal.type('\u001A')
    await until('the terminal was given back', () => terminal.written.includes('\u001B[?1049l'))
    await until('the screen is shown again', () => terminal.isFull)
    await terminal.shows(/clustertool watch/)
    terminal.type('q')
    expect(await terminal.ended()).to.deep.equal({code: 0, ...AS_BEFORE})
  })

  it('and ends when there is no terminal any more', async () => {
    await using terminal = await watching()
    const {pid} = terminal
    terminal.vanish()
    await until('it has ended', () => !isRunning(pid))
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
