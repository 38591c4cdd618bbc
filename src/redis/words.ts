import type {NodeId, NodeLine} from '../domain/node.js'

/**
 * What the nodes of a cluster say about each other, each different line once. Equal lines are one object
 * (parseClusterNodes), so of the n * n lines of n nodes few are left.
 */
export class Words {
  private readonly seen = new Set<NodeLine>()
  private readonly byNode = new Map<NodeId, NodeLine[]>()

  /** Adds what one node says. */
  add(view: readonly NodeLine[]): void {
    for (const line of view) {
      if (this.seen.has(line)) continue
      this.seen.add(line)
      const said = this.byNode.get(line.id)
      if (said) said.push(line)
      else this.byNode.set(line.id, [line])
    }
  }

  /** The lines about a node, in the order in which they were added. */
  of(id: NodeId): readonly NodeLine[] {
    return this.byNode.get(id) ?? []
  }

  /** The first line about each node that was not tried yet, in the order of the views. */
  about(tried: ReadonlyMap<NodeId, unknown>): NodeLine[] {
    return [...this.byNode].flatMap(([id, [line]]) => (line && !tried.has(id) ? [line] : []))
  }
}
