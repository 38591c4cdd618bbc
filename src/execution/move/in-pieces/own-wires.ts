import type {NodeId} from '../../../domain/node.js'
import type {Session} from '../../../redis/session.js'
import type {Wire} from '../../../redis/wire.js'

/** Connections of their own to nodes: what is watched on one belongs to nobody else. They are closed together. */
export class OwnWires {
  private readonly session: Session
  private readonly wires: Wire[] = []

  constructor(session: Session) {
    this.session = session
  }

  /** Opens one. Replies have to come within these milliseconds. Rejects like Session.wire. */
  async open(id: NodeId, limitMs: number): Promise<Wire> {
    const wire = await this.session.wire(id, limitMs)
    this.wires.push(wire)
    return wire
  }

  close(): void {
    for (const wire of this.wires.splice(0)) wire.close()
  }
}
