import {expect} from 'chai'
import {Redis} from 'ioredis'
import type {CommandWay} from '../../../src/planning/follow/command-way.js'
import {wayOf} from '../../../src/planning/follow/way-of.js'
import {keySlot} from '../../../src/redis/key-slot.js'
import {FOLLOW_SAMPLES, type FollowSample} from '../../support/follow-samples.js'
import {matrix} from '../../support/matrix.js'
import {ReplicationStream} from '../../support/replication-stream.js'
import {TestServers} from '../../support/servers.js'

matrix('[I] the ways of commands to a cluster', ({path}) => {
  let servers: TestServers
  let client: Redis

  before(async () => {
    servers = await TestServers.start({count: 1, server: path, args: ['--cluster-enabled', 'no']})
    const {host, port} = servers.node(0)
    client = new Redis({host, port, protocol: 2, disableClientInfo: true})
  })
  after(async () => {
    client.disconnect()
    await servers[Symbol.asyncDispose]()
  })

  it('are known for every command that writes, each with a sample', async () => {
    const names = writersIn((await client.call('COMMAND')) as CommandEntry[])
    const sampled = new Set([...FOLLOW_SAMPLES.map(({call}) => call), ...UNSAMPLED].flatMap(namesOf))
    expect(names).to.include.members(['set', 'xadd', 'zunionstore'])
    expect(names.filter((name) => !sampled.has(name))).to.deep.equal([])
    for (const call of [...FOLLOW_SAMPLES.map((sample) => sample.call), ...UNSAMPLED]) {
      expect(wayOf(buffersOf(call), 0).kind, call.join(' ')).not.to.equal('unknown')
    }
  })

  it('have the keys that the server finds in each sample', async () => {
    let compared = 0
    for (const {name, call} of FOLLOW_SAMPLES) {
      const keys = await keysByServer(client, call)
      if (keys === undefined) continue
      const own = keysOf(wayOf(buffersOf(call), 0))
      compared++
      if (WITH_OTHER_KEYS.has(call[0] ?? '')) expect(keys, name).to.include.members(own)
      else expect([...new Set(own)], name).to.have.members([...new Set(keys)])
    }
    expect(compared).to.be.greaterThan(100)
  })

  it('are found for all that the server sends to a replica for the samples', async () => {
    const {host, port} = servers.node(0)
    await using stream = await ReplicationStream.open({host, port})
    // FLUSHALL would end a transfer of keys that the server has not yet found to be complete.
    await client.publish('follow', 'ready')
    await stream.until('ready', 'ready')
    let [known, effective] = [0, 0]
    for (const sample of FOLLOW_SAMPLES) {
      const outcome = await carriedOut(client, sample)
      if (outcome === undefined) continue
      known++
      const sent = await stream.until(outcome.from, outcome.to)
      if (sent.length > 0) effective++
      else expect(SILENT, sample.name).to.include(sample.call[0])
      for (const words of sent) {
        const way = wayOf(words, 0)
        const text = `${sample.name}: ${words.join(' ')}`
        expect(way.kind, text).not.to.equal('unknown')
        if (!BY_EFFECT.has(sample.call[0] ?? '')) expect(way.kind, text).not.to.equal('effect')
      }
      tellsTruth(sample, outcome.reply)
    }
    expect(known).to.be.greaterThan(120)
    expect(effective).to.be.greaterThan(known - 10)
  })

  it('tell by the replies 0 and null only what changed nothing', async () => {
    let told = 0
    for (const {name, call} of FOLLOW_SAMPLES) {
      const way = wayOf(buffersOf(call), 0)
      if (way.kind !== 'forward' || way.noEffect === undefined) continue
      await client.call('FLUSHALL')
      const before = await changesOf(client)
      const reply = await sent(client, way.words)
      if (reply !== 0 && reply !== null) continue
      told++
      expect(await changesOf(client), name).to.equal(before)
    }
    expect(told).to.be.greaterThan(20)
  })

  it('keep a stream from blocking', async () => {
    await client.call('FLUSHALL')
    for (const {name, call} of FOLLOW_SAMPLES.filter((sample) => sample.call[0]?.startsWith('B'))) {
      const way = wayOf(buffersOf(call), 0)
      if (way.kind !== 'forward' || call[0]?.startsWith('BIT')) continue
      const reply = await sent(client, way.words)
      if (!(reply instanceof Error)) expect(reply, name).to.equal(null)
    }
  })
})

describe('[U] the samples of commands', () => {
  it('have keys in one slot, or in several, as their names say', () => {
    for (const {name, call} of FOLLOW_SAMPLES) {
      const slots = new Set(keysOf(wayOf(buffersOf(call), 0)).map((key) => keySlot(Buffer.from(key))))
      if (name.endsWith('of one slot')) expect(slots.size, name).to.equal(1)
      if (name.endsWith('of several slots') && !BY_EFFECT.has(call[0] ?? ''))
        expect(slots.size, name).to.be.greaterThan(1)
    }
  })
})

type CommandEntry = readonly [string, number, readonly string[], ...unknown[]]

/** Well-formed calls of commands that need another server, or a cluster. */
const UNSAMPLED: readonly (readonly string[])[] = [
  ['MIGRATE', '127.0.0.1', '1', '', '0', '5', 'KEYS', 'a', 'b'],
  ['CLUSTER', 'FLUSHSLOT', '1'],
  ['TRIMSLOTS', 'RANGES', '1', '5', '6'],
]

/** Commands of which only some keys count: those that are read are not brought over again. */
const WITH_OTHER_KEYS: ReadonlySet<string> = new Set(['SORT', 'COPY', 'GEORADIUS', 'GEORADIUSBYMEMBER'])

/** Commands that servers replicate as they are, though their effect is what counts. */
const BY_EFFECT: ReadonlySet<string> = new Set([
  'COPY',
  'GEORADIUS',
  'GEORADIUSBYMEMBER',
  'MOVE',
  'PFDEBUG',
  'SORT',
])

/** Commands that servers from 7.0 on do not replicate. */
const SILENT = ['SCRIPT', 'PFCOUNT'] as const

function writersIn(commands: readonly CommandEntry[]): string[] {
  return commands.flatMap((command) => {
    const subcommands = Array.isArray(command[9]) ? (command[9] as CommandEntry[]) : []
    const isWriter = command[2].some((flag) => flag === 'write')
    return [...(isWriter ? [command[0].toLowerCase()] : []), ...writersIn(subcommands)]
  })
}

/** What COMMAND may call this command: with its subcommand, or without. */
function namesOf([name = '', sub = '']: readonly string[]): string[] {
  return [name.toLowerCase(), `${name}|${sub}`.toLowerCase()]
}

function buffersOf(words: readonly string[]): Buffer[] {
  return words.map((word) => Buffer.from(word, 'latin1'))
}

function keysOf(way: CommandWay): string[] {
  if (way.kind === 'forward') return way.keys.map(String)
  if (way.kind === 'split') return way.parts.map(({key}) => String(key))
  if (way.kind === 'effect' || way.kind === 'script') return way.keys.map(({key}) => String(key))
  return []
}

/** Undefined if the server does not know the command or this form of it, or finds no keys in it. */
async function keysByServer(client: Redis, call: readonly string[]): Promise<string[] | undefined> {
  const reply = await sent(client, buffersOf(['COMMAND', 'GETKEYS', ...call]))
  return Array.isArray(reply) ? reply.map(String) : undefined
}

/** Carries a sample out between two messages; undefined if the server does not know it. */
async function carriedOut(
  client: Redis,
  {call, before}: FollowSample,
): Promise<{readonly from: string; readonly to: string; readonly reply: unknown} | undefined> {
  const mark = String(marks++)
  for (const words of before) await sent(client, buffersOf(words))
  await client.call('PUBLISH', 'follow', `${mark} from`)
  const reply = await sent(client, buffersOf(call))
  await client.call('PUBLISH', 'follow', `${mark} to`)
  if (!(reply instanceof Error)) return {from: `${mark} from`, to: `${mark} to`, reply}
  expect(reply.message).to.match(
    /unknown|syntax|wrong number of arguments|Invalid stream ID|not a valid float|numfields/i,
  )
  return undefined
}

let marks = 0

/** The reply to a command that had an effect is not one that says it had none. */
function tellsTruth({name, call}: FollowSample, reply: unknown): void {
  const way = wayOf(buffersOf(call), 0)
  if (way.kind === 'forward' && way.noEffect !== undefined) expect([0, null], name).not.to.include(reply)
}

async function changesOf(client: Redis): Promise<number> {
  const info = await client.info('persistence')
  return Number(/rdb_changes_since_last_save:(\d+)/.exec(info)?.[1])
}

/** The reply, or the error reply. */
async function sent(client: Redis, [name, ...words]: readonly Buffer[]): Promise<unknown> {
  try {
    return await client.call(String(name), ...words)
  } catch (error) {
    return error
  }
}
