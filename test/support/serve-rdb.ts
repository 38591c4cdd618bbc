import {serveRdb} from '../../src/local/rdb-server.js'
import {connect, disconnect} from '../../src/redis/connection.js'
import {PLAIN} from './test-cluster.js'

/** Serves an RDB until it is ended: a separate program, to test what is left afterwards. */
const [path = '', program = '', folder = ''] = process.argv.slice(2)
const server = await serveRdb(path, {
  signal: new AbortController().signal,
  limitMs: 10_000,
  program,
  folder,
})
const redis = await connect(server.address, {...PLAIN, password: server.password})
const pid = Number(/^process_id:(\d+)/m.exec(await redis.info('server'))?.[1])
disconnect(redis)
process.stdout.write(JSON.stringify({port: server.address.port, pid}))
setInterval(() => undefined, 1000)
