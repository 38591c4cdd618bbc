import {once} from 'node:events'
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net'

/** A proxy before a node that can forget its connections, as firewalls do: nothing passes, and neither end is told. */
export class ForgetfulFirewall implements AsyncDisposable {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private generation = 0
  /** How many connections clients have opened. */
  opened = 0

  private constructor(server: Server) {
    this.server = server
  }

  /** Listens on a free port of the loopback interface. */
  static async start(targetPort: number): Promise<ForgetfulFirewall> {
    const server = createServer()
    const firewall = new ForgetfulFirewall(server)
    server.on('connection', (client) => firewall.join(client, connect(targetPort, '127.0.0.1')))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return firewall
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Forgets all connections that are open; new ones pass. */
  forget(): void {
    this.generation++
  }

  private join(client: Socket, node: Socket): void {
    const {generation} = this
    this.opened++
    const unlessForgotten = (act: () => void) => {
      if (generation === this.generation) act()
    }
    for (const [one, other] of [
      [client, node],
      [node, client],
    ] as const) {
      this.sockets.add(one)
      one.on('data', (bytes) => unlessForgotten(() => other.write(bytes)))
      one.on('close', () => unlessForgotten(() => other.destroy()))
      one.on('error', () => undefined)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
    await closed
  }
}
