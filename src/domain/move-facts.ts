import type {MoveMethod} from './move.js'
import type {NodeId, NodeInfo, OpenSlot} from './node.js'
import type {SlotRange} from './slot.js'

/** A function library that a node has loaded. */
export type FunctionLibrary = {readonly name: string; readonly code: string}

/**
 * What is known about the source or the target of a move; undefined where the node refused to tell it, or is too old
 * to have it.
 */
export type EndpointFacts = {
  readonly node: NodeId
  readonly info: NodeInfo | undefined
  /** The atomic method that the server supports. */
  readonly atomic: Exclude<MoveMethod, 'keys'> | undefined
  /** Atomic moves in progress on it, whoever started them: `import of 0-99`. */
  readonly underWay: readonly string[]
  /** Atomic moves away from it that were abandoned: the server still refuses SETSLOT for their slots. */
  readonly leftOver: readonly string[]
  readonly slots: readonly SlotRange[]
  readonly openSlots: readonly OpenSlot[]
  readonly modules: readonly string[] | undefined
  readonly functions: readonly FunctionLibrary[] | undefined
  /** Commands that a move needs and that this user may not run on this node, with the server's error. */
  readonly denied: readonly {readonly command: DeniedCommand; readonly reason: string}[]
  /** How clustertool is logged in to it. MIGRATE has to log in in the same way. */
  readonly login: 'none' | 'password' | 'user'
  /** Whether it requires a password from other nodes. */
  readonly asksPassword: boolean | undefined
  /** The user as which it logs in to other nodes; undefined if unknown. */
  readonly replicationUser: string | undefined
  readonly hasReplicationPassword: boolean | undefined
  /** Those of the users that were asked about that may not write here. */
  readonly usersWithoutWrite: readonly string[]
  /** Why it accepts no writes at present; undefined if it accepts them. */
  readonly refusesWrites: 'bgsave-failed' | 'too-few-replicas' | 'replica' | undefined
  /** Bytes; `limit` 0 means none. */
  readonly memory: {readonly used: number; readonly dataset: number; readonly limit: number} | undefined
}

export type DeniedCommand = 'MIGRATE' | 'RESTORE-ASKING' | 'CLUSTER SETSLOT' | 'CLUSTER GETKEYSINSLOT'

/** The ends of moves, and the number of keys of each move, by the index of the move. */
export type MoveFacts = {
  readonly ends: ReadonlyMap<NodeId, EndpointFacts>
  readonly keys: readonly (number | undefined)[]
  /** The stray keys that each target already holds, by the index of the move; undefined if unknown. */
  readonly strays: readonly (Strays | undefined)[]
  /** The stray keys of sources that give away all their slots. */
  readonly stranded: ReadonlyMap<NodeId, Strays>
}

/** Keys of a node in slots that it does not own. */
export type Strays = {
  /** The slots of those keys that it shows. */
  readonly slots: readonly SlotRange[]
  readonly keys: number
  /** The number of keys that it does not show; their slots are unknown. */
  readonly hidden: number
}
