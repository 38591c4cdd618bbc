import {once} from 'node:events'
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net'

/** A proxy before a primary that can hold back what replicas receive, and passes everything else on. */
export class StallingProxy implements AsyncDisposable {
  private readonly server: Server
  private readonly replicas = new Set<Socket>()
  private isStalled = false

  private constructor(server: Server) {
    this.server = server
  }

  /** Listens on a free port of the loopback interface. */
  static async start(targetPort: number): Promise<StallingProxy> {
    const server = createServer()
    const proxy = new StallingProxy(server)
    server.on('connection', (client) => proxy.join(client, connect(targetPort, '127.0.0.1')))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Whether a replica is connected through it. */
  get hasReplica(): boolean {
    return this.replicas.size > 0
  }

  stall(): void {
    this.isStalled = true
    for (const socket of this.replicas) socket.pause()
  }

  go(): void {
    this.isStalled = false
    for (const socket of this.replicas) socket.resume()
  }

  private join(client: Socket, node: Socket): void {
    client.on('data', (bytes) => {
      if (bytes.includes('PSYNC')) this.note(node)
      node.write(bytes)
    })
    node.on('data', (bytes) => client.write(bytes))
    client.on('close', () => node.destroy())
    node.on('close', () => {
      this.replicas.delete(node)
      client.destroy()
    })
    client.on('error', () => node.destroy())
    node.on('error', () => client.destroy())
  }

  private note(node: Socket): void {
    this.replicas.add(node)
    if (this.isStalled) node.pause()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close()
    for (const socket of this.replicas) socket.destroy()
    await Promise.resolve()
  }
}
