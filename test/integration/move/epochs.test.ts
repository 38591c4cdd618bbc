import {execFileSync} from 'node:child_process'
import {expect} from 'chai'
import {countSlots} from '../../../src/domain/slot.js'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import {ask, askAll} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {runFix, runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOTS = 90
const WINDOW = 30
const MOVING = {window: WINDOW, maxPauseMs: 1}
const KEYS = Array.from({length: SLOTS * 100}, (_, at) => {
  const slot = Math.floor(at / 100)
  return {slot, key: `{${tagOf(slot)}}${at}`, value: `value ${at}`}
})

describe('[I] the config epoch of a source that increases in mid-move', function () {
  this.timeout(240_000)

  it('by CLUSTER BUMPEPOCH: the target gets a higher one before it takes more slots, and has all keys', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    await load(source)
    let moved = 0
    let atEnd: Promise<readonly number[]> | undefined
    const outcome = await runReshard(cluster.shard(1).primary, wish(cluster, source, target), {
      method: 'keys',
      moving: MOVING,
      onEvent(event) {
        if (event.type === 'slots-moved') moved += countSlots(event.ranges)
        // The last window is open now, and its keys are moving.
        if (event.type !== 'slots-moved') return
        if (moved === SLOTS - WINDOW) send(source, 'CLUSTER BUMPEPOCH', /^\+BUMPED/)
        if (moved === SLOTS) atEnd = Promise.all([source, target].map(epochOf))
      },
    })
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    // Read before the nodes agree at the end of the command.
    const [low, high] = (await atEnd) ?? []
    expect(high).to.be.above(low ?? Infinity)
    expect(await wrongAt([target])).to.deep.equal([])
    expect(await ask(source, 'DBSIZE')).to.equal(0)
  })

  it('by a failover to its own replica: the move ends, and a repair finds every key', async () => {
    const args = ['--cluster-node-timeout', '15000']
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args})
    const [source, target, heir] = [cluster.shard(0).primary, cluster.shard(2).primary, cluster.replica(0)]
    await load(source)
    await ask(source, 'WAIT', 1, 5000)
    let taken = false
    const outcome = await runReshard(cluster.shard(1).primary, wish(cluster, source, target), {
      connection: {...PLAIN, commandTimeoutMs: 2000},
      method: 'keys',
      moving: MOVING,
      onEvent(event) {
        if (taken || event.type !== 'move-progress' || event.progress.keys < KEYS.length) return
        taken = true
        // All keys have moved, and the last window has no new owner yet.
        send(heir, 'CLUSTER FAILOVER TAKEOVER', /^\+OK/)
        send(source, 'ROLE', /slave/)
      },
    })
    expect(taken).to.equal(true)
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.steps[0]?.error).to.match(
      /is now a replica|became a replica while slots were moved from it|keys of slot \d+ cannot be moved from/,
    )
    const given = outcome.steps[0]?.move?.moved ?? []
    expect(countSlots(given)).to.be.at.least(WINDOW)
    const repaired = await runFix(
      cluster.shard(1).primary,
      {},
      {connection: {...PLAIN, commandTimeoutMs: 2000}},
    )
    expect(repaired.status, JSON.stringify(repaired.steps)).to.equal('done')
    await until('all take the target for the owner of what it was given', async () => {
      const views = await Promise.all([heir, target].map(ownSlots))
      return views[0]!.every((slot) => !views[1]!.includes(slot)) && views[0]!.length > 0
    })
    expect(await wrongAt([target, heir])).to.deep.equal([])
  })
})

function wish(cluster: TestCluster, source: TestServer, target: TestServer) {
  return {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: `0-${SLOTS - 1}`}
}

async function load(node: TestServer): Promise<void> {
  const replies = await askAll(
    node,
    KEYS.map(({key, value}) => ['SET', key, value]),
  )
  expect(replies.find((reply) => reply instanceof Error)).to.equal(undefined)
}

/** Keys that clients get from none of the nodes with their value. */
async function wrongAt(nodes: readonly TestServer[]): Promise<string[]> {
  const gets = KEYS.map(({key}) => ['GET', key])
  const replies = await Promise.all(nodes.map((node) => askAll(node, gets)))
  return KEYS.filter(({value}, at) => !replies.some((values) => values[at] === value))
    .map(({key}) => key)
    .slice(0, 5)
}

async function epochOf(node: TestServer): Promise<number> {
  return Number(/cluster_my_epoch:(\d+)/.exec(String(await ask(node, 'CLUSTER', 'INFO')))?.[1])
}

async function ownSlots(node: TestServer): Promise<number[]> {
  const lines = parseClusterNodes(String(await ask(node, 'CLUSTER', 'NODES')))
  const ranges = lines.find(({myself}) => myself)?.slots ?? []
  return ranges.flatMap(({start, end}) => Array.from({length: end - start + 1}, (_, at) => start + at))
}

/**
 * Repeats a command until its reply is as expected. It blocks this process, so that the move does not continue
 * meanwhile.
 */
function send({host, port}: TestServer, command: string, reply: RegExp): void {
  execFileSync(process.execPath, ['-e', SEND, host, String(port), command, reply.source], {timeout: 10_000})
}

const SEND = `
const [host, port, command, reply] = process.argv.slice(1)
const socket = require('node:net').connect({host, port: Number(port)})
socket.setEncoding('utf8')
socket.write(command + '\\r\\n')
socket.on('data', (text) => {
  if (new RegExp(reply).test(text)) process.exit(0)
  setTimeout(() => socket.write(command + '\\r\\n'), 20)
})
`
