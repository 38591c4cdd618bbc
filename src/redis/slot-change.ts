import type {NodeId} from '../domain/node.js'

/** What CLUSTER SETSLOT may say of a slot. */
export type SlotState =
  | {readonly state: 'importing' | 'migrating' | 'node'; readonly peer: NodeId}
  | {readonly state: 'stable'}

export type SlotChange = {readonly slot: number} & SlotState

/** Keys that a slot holds, with the bytes of memory that each takes; undefined where the server does not tell. */
export type KeysInSlot = {readonly keys: readonly Buffer[]; readonly bytes: readonly (number | undefined)[]}

/** What a server answered to one command of many: undefined for success, else the error reply. */
export type Refused = Error | undefined
