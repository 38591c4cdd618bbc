import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {type AddressInfo, createServer} from 'node:net'
import {expect} from 'chai'
import {read} from '../../src/contract/parsers/read.js'
import {historyEvent} from '../../src/contract/schemas/history-event.js'
import {ENTRY, runCli} from '../support/cli.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {endedSoon, UnreadPipe} from '../support/unread-pipe.js'
import {until} from '../support/until.js'

describe('[E] history --follow', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    seed = cluster.shard(0).primary.address
  })

  after(() => cluster[Symbol.asyncDispose]())

  /** The words of a move of some slots from one primary to another. */
  function move(slots: number, from: number, to: number): string[] {
    const [source, target] = [cluster.shard(from).primary.address, cluster.shard(to).primary.address]
    return ['reshard', seed, '--from', source, '--to', target, '--slots', String(slots), '--yes']
  }

  it('and watch --once end at once if a node hangs and a signal comes', async () => {
    let asked = 0
    const hanging = createServer(() => asked++).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const {port} = hanging.address() as AddressInfo
    const limits = ['--command-timeout', '20000', '--connect-timeout', '20000']
    const ends: [string[], number][] = [
      [['history', `127.0.0.1:${port}`, '--follow'], 0],
      [['watch', `127.0.0.1:${port}`, '--once'], 130],
    ]
    for (const [words, code] of ends) {
      asked = 0
      await using run = await startCli([...words, ...limits])
      await until('it waits for the node', () => asked > 0)
      run.kill('SIGINT')
      expect((await run.result).exitCode).to.equal(code)
    }
    hanging.close()
  })

  it('tells of what is done, as text and as JSON, until Ctrl-C', async () => {
    await using text = await startCli(['history', seed, '--follow'], {limitMs: 50_000})
    await using json = await startCli(['history', seed, '--follow', '--json'], {limitMs: 50_000})
    const isHeard = () =>
      [text, json].every(({stdout}) => /began with [^]*ended: done|"begun"[^]*"ended"/.test(stdout()))
    // They say nothing until something happens, so nobody can know when they have begun.
    for (let times = 0; times < 10 && !isHeard(); times++) {
      const {exitCode, stderr} = await runCli(move(1, 0, 1))
      expect(exitCode, stderr).to.equal(0)
    }
    await until('both have told of a whole move', isHeard)
    for (const {kill} of [text, json]) kill('SIGINT')
    const [asText, asJson] = await Promise.all([text.result, json.result])
    expect([asText.exitCode, asJson.exitCode]).to.deep.equal([0, 0])

    expect(asText.stdout).to.match(
      /Z reshard \d+: began with 2 steps \(\S+-reshard-\d+-0\)\n.*: step 1 of 2: Move slot \d+ from .*\n(.*\n)*.*: step 2 of 2: done\n.*: ended: done\n/,
    )
    const documents = asJson.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as {type: string})
    for (const document of documents) {
      expect(read(historyEvent, document)).to.deep.equal({value: document})
    }
    expect(documents.map(({type}) => type)).to.include.members([
      'begun',
      'step-started',
      'step-finished',
      'ended',
    ])
  })

  it('ends when nobody reads it any more', async () => {
    const script = `"${process.execPath}" "${ENTRY}" history ${seed} --follow | head -n 1`
    await using piped = await startCli([script], {node: 'bash', entry: '-c', limitMs: 50_000})
    for (let times = 0; times < 10 && !piped.hasEnded(); times++) {
      expect((await runCli(move(1, 0, 1))).exitCode).to.equal(0)
    }
    const {exitCode, stdout} = await piped.result
    expect(exitCode).to.equal(0)
    expect(stdout).to.match(/^.*Z reshard \d+: .*\n$/)
  })

  it('ends soon after a signal, although its output cannot be written', async () => {
    using pipe = new UnreadPipe()
    const child = spawn(process.execPath, [ENTRY, 'history', seed, '--follow'], {
      stdio: ['ignore', pipe.fd, 'ignore'],
    })
    try {
      // It began earlier than this one, which is read.
      await using read = await startCli(['history', seed, '--follow'], {limitMs: 50_000})
      for (let times = 0; times < 10 && !read.stdout().includes('ended: done'); times++) {
        expect((await runCli(move(1, 0, 1))).exitCode).to.equal(0)
      }
      await until('the other one has told of a move', () => read.stdout().includes('ended: done'))
      expect(await endedSoon(child)).to.equal(0)
      read.kill('SIGINT')
      await read.result
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('begins with what is running, and says when it was killed', async () => {
    await using moving = await startCli([...move(3000, 2, 1), '--progress', 'plain'], {limitMs: 50_000})
    await until('the move has begun', () => moving.stderr() !== '', 15_000)
    moving.kill('SIGSTOP')
    await using following = await startCli(['history', seed, '--follow'], {limitMs: 50_000})
    await until('it tells of the move', () => /reshard \d+: is running/.test(following.stdout()), 15_000)
    moving.kill('SIGKILL')
    await until('it says that the move was killed', () => following.stdout().includes('was killed'), 5000)
    following.kill('SIGTERM')
    expect((await following.result).exitCode).to.equal(0)
    await moving.result.catch(() => undefined)
  })
})
