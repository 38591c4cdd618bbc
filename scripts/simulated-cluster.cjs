// Two primaries in this process, with replies that are complete enough for a check and for a move of slots with a key. For
// fill-cache.cjs: no server is there when the program is built.
const net = require('node:net')

const SLOTS = 16_384
const HALF = SLOTS / 2

const id = (digit) => digit.repeat(40)
const bulk = (text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`
const list = (items) => `*${items.length}\r\n${items.join('')}`

/** Which node owns each slot; a SETSLOT NODE changes it. */
const owners = Array.from({length: SLOTS}, (_, slot) => (slot < HALF ? 0 : 1))
const epochs = [1, 2]
const ports = []
/** Slots that are open, by node: what CLUSTER NODES shows. */
const marks = [new Map(), new Map()]
/** Whether the first slot still has its key. */
let hasKey = true

function rangesOf(node) {
  const ranges = []
  for (let slot = 0; slot < SLOTS; slot++) {
    if (owners[slot] !== node) continue
    const start = slot
    while (owners[slot + 1] === node) slot++
    ranges.push(start === slot ? `${start}` : `${start}-${slot}`)
  }
  return ranges.join(' ')
}

const marksOf = (node) => [...marks[node].values()].map((mark) => ` ${mark}`).join('')

const nodesSeenBy = (own) =>
  [0, 1]
    .map((node) => {
      const place = `127.0.0.1:${ports[node]}@${ports[node] + 10_000}`
      const flags = node === own ? 'myself,master' : 'master'
      return `${id('ab'[node])} ${place} ${flags} - 0 0 ${epochs[node]} connected ${rangesOf(node)}${node === own ? marksOf(node) : ''}\n`
    })
    .join('')

const INFO =
  'redis_version:7.0.0\r\ncluster_enabled:1\r\nused_memory:1\r\nrole:master\r\nconnected_slaves:0\r\n'
const CONFIG = ['cluster-node-timeout', '15000', 'cluster-require-full-coverage', 'yes']

const CLUSTER = {
  NODES: (node) => bulk(nodesSeenBy(node)),
  INFO: () => bulk('cluster_state:ok\r\ncluster_known_nodes:2\r\ncluster_current_epoch:2\r\n'),
  MYID: (node) => bulk(id('ab'[node])),
  COUNTKEYSINSLOT: (node, [slot]) => (keyIn(node, slot) ? ':1\r\n' : ':0\r\n'),
  GETKEYSINSLOT: (node, [slot]) => list(keyIn(node, slot) ? [bulk('key')] : []),
  BUMPEPOCH(node) {
    epochs[node] = Math.max(...epochs) + 1
    return `+BUMPED ${epochs[node]}\r\n`
  },
  SETSLOT(node, [slot, state, peer]) {
    marks[node].delete(slot)
    if (state === 'NODE') owners[Number(slot)] = peer === id('a') ? 0 : 1
    if (state === 'MIGRATING') marks[node].set(slot, `[${slot}->-${peer}]`)
    if (state === 'IMPORTING') marks[node].set(slot, `[${slot}-<-${peer}]`)
    return '+OK\r\n'
  },
}
const keyIn = (node, slot) => slot === '0' && (node === 0) === hasKey
const COMMANDS = {
  CLUSTER: (node, [name, ...words]) =>
    CLUSTER[name.toUpperCase()]?.(node, words) ?? '-ERR unknown subcommand\r\n',
  INFO: () => bulk(INFO),
  CONFIG: () => list(CONFIG.map(bulk)),
  MIGRATE(_, words) {
    // Before the move, clustertool asks with a key that does not exist whether MIGRATE works.
    if (words.includes('key')) hasKey = false
    return '+OK\r\n'
  },
  PING: () => '+PONG\r\n',
  DBSIZE: () => ':0\r\n',
  TIME: () => list([bulk(`${Math.floor(Date.now() / 1000)}`), bulk('0')]),
}

/** The commands in these bytes, each as a list of words. All that clustertool sends here is ASCII. */
function* commandsIn(text) {
  const lines = text.split('\r\n')
  for (let at = 0; lines[at]?.startsWith('*');) {
    const words = Number(lines[at].slice(1))
    yield Array.from({length: words}, (_, word) => lines[at + 2 + 2 * word])
    at += 1 + 2 * words
  }
}

function serve(node, socket) {
  // A program that ends leaves replies unread, which resets the connection.
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes) => {
    for (const [name, ...words] of commandsIn(bytes.toString())) {
      socket.write(COMMANDS[name.toUpperCase()]?.(node, words) ?? '-ERR unknown command\r\n')
    }
  })
}

/** Starts both nodes; returns their addresses, and how to stop them. */
exports.simulateCluster = async () => {
  const servers = [0, 1].map((node) => net.createServer((socket) => serve(node, socket)))
  for (const [node, server] of servers.entries()) {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    ports[node] = server.address().port
  }
  return {
    addresses: ports.map((port) => `127.0.0.1:${port}`),
    stop: () => servers.forEach((server) => server.close()),
  }
}
