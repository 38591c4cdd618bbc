import {type Address, formatAddress} from '../domain/address.js'
import type {NodeId} from '../domain/node.js'
import {ReplyRefused} from '../redis/errors.js'

type TellNote = (text: string) => void
type Loadable = {readonly id: NodeId; readonly client: {readonly address: Address}}

/**
 * Nodes that load their data, which may take as long as it likes, and answer nothing else. When slots were moved, the
 * other nodes are enough to say that all is well: a replica that received a big key may copy everything again.
 */
export class LoadingNodes {
  private readonly ids = new Set<NodeId>()
  private readonly areLeftOut: boolean
  private readonly tellNote: TellNote

  /** `areLeftOut`: do not wait for them. */
  constructor(areLeftOut: boolean, {tellNote}: {readonly tellNote: TellNote}) {
    this.areLeftOut = areLeftOut
    this.tellNote = tellNote
  }

  /** What `ask` resolves with; undefined if the node is loading and is left out. Throws what `ask` throws otherwise. */
  async unlessLoading<T>({id, client}: Loadable, ask: () => Promise<T>): Promise<T | undefined> {
    if (this.ids.has(id)) return undefined
    try {
      return await ask()
    } catch (error) {
      if (!this.areLeftOut || !isLoading(error)) throw error
      if (!this.ids.has(id)) {
        this.tellNote(
          `${formatAddress(client.address)} is loading its data, and was not asked whether it agrees.`,
        )
      }
      this.ids.add(id)
      return undefined
    }
  }
}

/** Whether a node refused something because it is loading, as it is or as the cause of an error for the user. */
export function isLoading(error: unknown): boolean {
  if (error instanceof ReplyRefused) return error.code === 'LOADING'
  return error instanceof Error && error.cause instanceof ReplyRefused && isLoading(error.cause)
}
