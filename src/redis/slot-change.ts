import type {NodeId} from '../domain/node.js'

/** The arguments of CLUSTER SETSLOT for a slot. */
export type SlotState =
  | {readonly state: 'importing' | 'migrating' | 'node'; readonly peer: NodeId}
  | {readonly state: 'stable'}

export type SlotChange = {readonly slot: number} & SlotState

/** The keys of a slot and their sizes in bytes; undefined if the server does not report sizes. */
export type KeysInSlot = {readonly keys: readonly Buffer[]; readonly bytes: readonly (number | undefined)[]}

/** The result of one command of many: undefined for success, otherwise the error reply. */
export type Refused = Error | undefined
