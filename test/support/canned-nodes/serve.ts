// node --import tsx test/support/canned-nodes/serve.ts NODES: simulated nodes of one cluster in a process of their own,
// which answer from prepared bytes. Half of them are replicas. start.ts starts it.
import {once} from 'node:events'
import {createServer, type Server, type Socket} from 'node:net'
import {createInterface} from 'node:readline'
import {SLOT_COUNT} from '../../../src/domain/slot.js'
import {commandParser} from '../resp-parser.js'
import {CANNED_INFO} from './info.js'

type Simulated = {readonly id: string; readonly port: number}

const count = Number(process.argv[2])
const primaries = count / 2
/** How often all nodes together received each command. */
const received = new Map<string, number>()

const servers = await Promise.all(Array.from({length: count}, listen))
const nodes = servers.map((server, at): Simulated => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return {id: idOf(at), port: address.port}
})
const lines = nodes.map(lineOf)
for (const [at, server] of servers.entries()) serve(server, repliesOf(at))
createInterface({input: process.stdin})
  .on('line', () => {
    console.log(JSON.stringify(Object.fromEntries(received)))
    received.clear()
  })
  .on('close', () => process.exit())
console.log(`127.0.0.1:${nodes[0]?.port}`)

async function listen(): Promise<Server> {
  const server = createServer({noDelay: true})
  server.listen({host: '127.0.0.1', port: 0, backlog: 16})
  await once(server, 'listening')
  return server
}

/** Ids of real nodes are random; these are spread in the same way, and equal in each run. */
function idOf(at: number): string {
  return Array.from({length: 5}, (_, part) => {
    const digits = Math.imul(at * 5 + part + 1, 0x9e_37_79_b1) >>> 0
    return digits.toString(16).padStart(8, '0')
  }).join('')
}

function serve(server: Server, replies: ReadonlyMap<string, Buffer>): void {
  server.on('connection', (socket: Socket) => {
    const parse = commandParser()
    // Nobody waits for the rest of a process that has ended.
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => {
      for (const args of parse(data)) {
        const name = nameOf(args)
        received.set(name, (received.get(name) ?? 0) + 1)
        socket.write(replies.get(name) ?? REFUSAL)
      }
    })
  })
}

const ONE_WORD: ReadonlySet<string> = new Set(['INFO', 'RESTORE-ASKING', 'MIGRATE'])

/** Scripts are told apart by what they return: a number of keys, or keys by slot. */
function nameOf([first = '', second = '']: readonly string[]): string {
  const word = first.toUpperCase()
  if (word === 'EVAL') return second.includes('return sum') ? 'EVAL SUM' : 'EVAL LIST'
  return ONE_WORD.has(word) ? word : `${word} ${second.toUpperCase()}`
}

const REFUSAL = Buffer.from('-ERR a made-up node does not do that\r\n')

function repliesOf(own: number): ReadonlyMap<string, Buffer> {
  const isPrimary = own < primaries
  const first = nodes[isPrimary ? own : own - primaries]
  const info = [
    CANNED_INFO.trimEnd().replaceAll('\n', '\r\n'),
    ...(isPrimary
      ? ['role:master', 'connected_slaves:1', 'master_repl_offset:1000']
      : ['role:slave', 'master_link_status:up', 'slave_repl_offset:1000', `master_port:${first?.port}`]),
    'master_sync_in_progress:0',
    'master_last_io_seconds_ago:0',
    '# Keyspace',
    `db0:keys=${1000 + own},expires=0,avg_ttl=0`,
    '',
  ].join('\r\n')
  return new Map([
    ['CLUSTER NODES', bulk(viewOf(own))],
    [
      'CLUSTER INFO',
      bulk(`cluster_state:ok\r\ncluster_known_nodes:${count}\r\ncluster_current_epoch:${count}\r\n`),
    ],
    ['CLUSTER MYID', bulk(nodes[own]?.id ?? '')],
    ['INFO', bulk(info)],
    ['CONFIG GET', Buffer.from(array(['cluster-node-timeout', '15000', 'cluster-migration-barrier', '1']))],
    ['CLIENT LIST', bulk('id=3 addr=127.0.0.1:50000 name= db=0\n')],
    ['CLUSTER COUNTKEYSINSLOT', Buffer.from(':0\r\n')],
    ['CLUSTER GETKEYSINSLOT', Buffer.from('*0\r\n')],
    ['EVAL SUM', Buffer.from(':0\r\n')],
    ['EVAL LIST', Buffer.from('*0\r\n')],
    ['FUNCTION LIST', Buffer.from('*0\r\n')],
    ['MODULE LIST', Buffer.from('*0\r\n')],
  ])
}

/** Each node prints the others in an order of its own, with times of its own. */
function viewOf(own: number): string {
  const time = 1_795_000_000_000 + own * 1009
  return lines
    .map((_, index) => {
      const at = (index + own * 7) % count
      const {place, flags, primary, rest} = lines[at]!
      return at === own
        ? `${place} myself,${flags} ${primary} 0 0 ${rest}`
        : `${place} ${flags} ${primary} 0 ${time + at} ${rest}`
    })
    .join('')
}

function lineOf({id, port}: Simulated, at: number) {
  const isPrimary = at < primaries
  return {
    place: `${id} 127.0.0.1:${port}@${port + 10_000}`,
    flags: isPrimary ? 'master' : 'slave',
    primary: isPrimary ? '-' : nodes[at - primaries]?.id,
    rest: `${(at % primaries) + 1} connected${isPrimary ? slotsOf(at) : ''}\n`,
  }
}

/** The last tenth of the primaries are new, and own nothing. */
function slotsOf(at: number): string {
  const owners = Math.ceil(primaries * 0.9)
  if (at >= owners) return ''
  const [start, end] = [at, at + 1].map((edge) => Math.floor((edge * SLOT_COUNT) / owners))
  return ` ${start}-${Number(end) - 1}`
}

function bulk(text: string): Buffer {
  return Buffer.from(`$${Buffer.byteLength(text)}\r\n${text}\r\n`)
}

function array(texts: readonly string[]): string {
  return `*${texts.length}\r\n${texts.map((text) => bulk(text)).join('')}`
}
