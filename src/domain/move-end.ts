import type {MoveMethod} from './move.js'
import type {NodeId, NodeInfo, OpenSlot} from './node.js'
import type {SlotRange} from './slot.js'

/** A library of functions that a node has loaded. */
export type FunctionLibrary = {readonly name: string; readonly code: string}

/**
 * What a node that gives or takes slots says of what matters for that; undefined where it was refused, or where the
 * server is too old to have it.
 */
export type MoveEnd = {
  readonly node: NodeId
  readonly info: NodeInfo | undefined
  /** The atomic method that its server knows. */
  readonly atomic: Exclude<MoveMethod, 'keys'> | undefined
  /** Atomic moves that are under way on it, whoever started them: `import of 0-99`. */
  readonly underWay: readonly string[]
  /** Atomic moves away from it that were given up: the server still refuses SETSLOT for their slots. */
  readonly leftOver: readonly string[]
  readonly slots: readonly SlotRange[]
  readonly openSlots: readonly OpenSlot[]
  readonly modules: readonly string[] | undefined
  readonly functions: readonly FunctionLibrary[] | undefined
  /** Commands that a move needs and that this user may not run on this node, with the server's words. */
  readonly denied: readonly {readonly command: DeniedCommand; readonly reason: string}[]
  /** How this tool is logged in to it, as MIGRATE has to be too. */
  readonly login: 'none' | 'password' | 'user'
  /** Whether it asks other nodes for a password. */
  readonly asksPassword: boolean | undefined
  /** As whom it logs in to other nodes, and whether it has a password for that; undefined: not to be known. */
  readonly replicationUser: string | undefined
  readonly hasReplicationPassword: boolean | undefined
  /** Users that may not write here, of those that were asked about. */
  readonly usersWithoutWrite: readonly string[]
  /** Why it takes no writes at present; undefined when nothing speaks against it. */
  readonly refusesWrites: 'bgsave-failed' | 'too-few-replicas' | 'replica' | undefined
  /** Bytes; `limit` 0 means none. */
  readonly memory: {readonly used: number; readonly dataset: number; readonly limit: number} | undefined
}

export type DeniedCommand = 'MIGRATE' | 'RESTORE-ASKING' | 'CLUSTER SETSLOT' | 'CLUSTER GETKEYSINSLOT'

/** The ends of moves, and how many keys each move takes along, by its index. */
export type MoveEnds = {
  readonly ends: ReadonlyMap<NodeId, MoveEnd>
  readonly keys: readonly (number | undefined)[]
  /** What each target holds already that is not its own, by the index of the move; undefined: not to be known. */
  readonly strays: readonly (Strays | undefined)[]
  /** What sources that give all their slots away hold besides. */
  readonly stranded: ReadonlyMap<NodeId, Strays>
}

/** Keys of a node in slots that it does not own. */
export type Strays = {
  /** Where those are that it shows. */
  readonly slots: readonly SlotRange[]
  readonly keys: number
  /** So many it does not show, in whatever slots. */
  readonly hidden: number
}
