import {once} from 'node:events'
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net'

/** A client's connection through the proxy, and the proxy's own to the node. */
type Link = {readonly client: Socket; readonly node: Socket}

/** A proxy before a node, which does to connections what networks do to them. Otherwise it passes everything on. */
export class NodeProxy implements AsyncDisposable {
  private readonly server: Server
  private readonly links = new Set<Link>()
  private readonly replicas = new Set<Link>()
  private forgotten = new Set<Link>()
  private isStalled = false
  private awaited: {readonly command: string; readonly act: () => Promise<'pass' | 'lose'>} | undefined
  /** How many connections clients have opened. */
  opened = 0

  private constructor(server: Server) {
    this.server = server
  }

  /** Listens on a free port of the loopback interface. */
  static async start(targetPort: number): Promise<NodeProxy> {
    const server = createServer()
    const proxy = new NodeProxy(server)
    server.on('connection', (client) => proxy.join({client, node: connect(targetPort, '127.0.0.1')}))
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

  /** Holds back what replicas receive. */
  stall(): void {
    this.isStalled = true
    for (const {node} of this.replicas) node.pause()
  }

  /** Forgets all connections that are open, as firewalls do: nothing passes, and neither end is told. New ones pass. */
  forget(): void {
    this.forgotten = new Set(this.links)
  }

  /**
   * Waits with the reply to the next command that contains this, in capitals, until `act` has ended, and passes it on then, or loses it
   * and the connection with it.
   */
  beforeReplyTo(command: string, act: () => Promise<'pass' | 'lose'>): void {
    this.awaited = {command, act}
  }

  private join(link: Link): void {
    const {client, node} = link
    this.opened++
    this.links.add(link)
    client.on('data', (bytes) => this.unlessForgotten(link, () => this.pass(link, bytes)))
    node.on('data', (bytes) => this.unlessForgotten(link, () => client.write(bytes)))
    client.on('close', () => this.unlessForgotten(link, () => node.destroy()))
    node.on('close', () => this.unlessForgotten(link, () => client.destroy()))
    for (const socket of [client, node]) socket.on('error', () => undefined)
    node.on('close', () => this.replicas.delete(link))
  }

  private pass(link: Link, bytes: Buffer): void {
    const {node} = link
    const words = bytes.toString('latin1').toUpperCase()
    if (words.includes('PSYNC')) {
      this.replicas.add(link)
      if (this.isStalled) node.pause()
    }
    if (this.awaited && words.includes(this.awaited.command)) {
      const {act} = this.awaited
      this.awaited = undefined
      node.removeAllListeners('data').once('data', (reply) => void this.answer(link, reply, act))
    }
    node.write(bytes)
  }

  private async answer(
    {client, node}: Link,
    reply: Buffer,
    act: () => Promise<'pass' | 'lose'>,
  ): Promise<void> {
    node.pause()
    if ((await act()) === 'lose') return void client.destroy()
    client.write(reply)
    node.on('data', (bytes) => client.write(bytes)).resume()
  }

  private unlessForgotten(link: Link, act: () => void): void {
    if (!this.forgotten.has(link)) act()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    for (const {client, node} of this.links) {
      client.destroy()
      node.destroy()
    }
    await closed
  }
}
