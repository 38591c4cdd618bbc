// A separate process, so that its CPU time does not count for the tools. Arguments PORT:TARGET, one proxy each; every
// reply is delayed by DELAY_MS. Prints `ready` when all are listening.
import {connect, createServer} from 'node:net'
import {once} from 'node:events'

const delay = Number(process.env['DELAY_MS'])

await Promise.all(
  process.argv.slice(2).map((pair) => {
    const [port, target] = pair.split(':').map(Number)
    const server = createServer({noDelay: true}, (client) => {
      const node = connect({host: '127.0.0.1', port: target ?? 0, noDelay: true})
      client.on('data', (bytes) => node.write(bytes))
      node.on('data', (bytes) => setTimeout(() => client.write(bytes), delay))
      client.on('close', () => node.destroy())
      node.on('close', () => setTimeout(() => client.end(), delay))
      client.on('error', () => node.destroy())
      node.on('error', () => client.destroy())
    })
    server.listen(port, '127.0.0.1')
    return once(server, 'listening')
  }),
)
process.stdout.write('ready\n')
