// Runs a check inside this process and keeps what V8 compiled for it. The node that it checks is simulated: complete
// replies to each command are enough to run connecting, parsing, checking and printing. Node.js finds the cache beside
// the bundle, unless a file is named: node scripts/fill-cache.cjs BUNDLE [FILE]
const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')
const {cacheOf, evaluate} = require('../bin/evaluate.cjs')

const [name, file] = process.argv.slice(2)
const bundleFile = path.join(__dirname, `../dist/${name}.cjs`)
const {bundle, script} = evaluate(bundleFile)
const {legacy, start} = bundle.exports

const id = (digit) => digit.repeat(40)
const REPLIES = {
  NODES: (port) =>
    `${id('a')} 127.0.0.1:${port}@17000 myself,master - 0 0 1 connected 0-16383\n` +
    `${id('b')} 127.0.0.1:1@10001 slave ${id('a')} 0 0 1 connected\n`,
  INFO: () => 'cluster_state:ok\r\ncluster_known_nodes:2\r\ncluster_current_epoch:1\r\n',
  info: () =>
    'redis_version:7.0.0\r\ncluster_enabled:1\r\nused_memory:1\r\nrole:master\r\ndb0:keys=1,expires=0\r\n',
}

const bulk = (text) => `$${text.length}\r\n${text}\r\n`
const CONFIG = ['cluster-node-timeout', '15000', 'cluster-require-full-coverage', 'yes']

function serve(socket) {
  const {port} = server.address()
  // The check closes its connection with replies unread, which resets it.
  socket.on('error', () => socket.destroy())
  socket.on('data', () => {
    socket.write(bulk(REPLIES.NODES(port)) + bulk(REPLIES.INFO()) + bulk(REPLIES.info()))
    socket.write(`*${CONFIG.length}\r\n${CONFIG.map(bulk).join('')}`)
  })
}

const server = net.createServer(serve)
server.listen(0, '127.0.0.1')
server.once('listening', () => void fill())

async function fill() {
  await start({args: ['check', `127.0.0.1:${server.address().port}`], dir: path.dirname(__dirname), legacy})
  fs.writeFileSync(file ?? cacheOf(bundleFile), script.createCachedData())
  // The simulated cluster is not healthy, which is not a failure of the build.
  process.exitCode = 0
  server.close()
}
