import type {FindingCode} from './finding.js'
import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'

/** Why something is done to slots or nodes; docs/fix.md describes each rule. */
export type FixRule =
  | 'finish-move'
  | 'close-move'
  | 'marks-on-replica'
  | 'mark-to-lost-node'
  | 'unowned-keys'
  | 'unowned-importing'
  | 'unowned-known'
  | 'unowned-empty'
  | 'owner-outside'
  | 'owner-away'
  | 'owner-lost'
  | 'owner-lost-replica-left'
  | 'claimed-twice'
  | 'orphan-keys'
  | 'hidden-keys'
  | 'disputed'
  | 'epochs-equal'
  | 'move-under-way'
  | 'half-known-node'
  | 'half-forgotten-node'
  | 'stuck-handshake'
  | 'replica-of-replica'
  | 'replica-without-primary'

/** The number of keys that nodes hold, by slot; slots without keys are left out. */
export type FoundKeys = ReadonlyMap<NodeId, ReadonlyMap<number, number>>

/** A node that answers and that no member knows, and the slots without an owner that it claims or has keys of. */
export type Outsider = {
  readonly id: NodeId
  readonly address: string
  readonly ranges: readonly SlotRange[]
}

/** What the user agrees to besides the plan. */
export type FixConsent = {
  /** Continue without dead primaries, and without keys that only they have. */
  readonly withoutLostPrimaries: boolean
  /** Delete keys that differ from those of their slot's owner, after saving them to a file. */
  readonly loseData: boolean
}

/** The rules that may repair a finding; none if a person has to. */
export const REMEDIES: {readonly [C in FindingCode]: readonly FixRule[]} = {
  'slots-uncovered': [
    'owner-outside',
    'owner-away',
    'owner-lost',
    'owner-lost-replica-left',
    'unowned-keys',
    'unowned-importing',
    'unowned-known',
    'unowned-empty',
  ],
  'slots-open': [
    'finish-move',
    'close-move',
    'orphan-keys',
    'mark-to-lost-node',
    'marks-on-replica',
    'move-under-way',
  ],
  'views-disagree': ['disputed'],
  'slots-claimed-twice': ['claimed-twice'],
  'cluster-state-fail': ['disputed'],
  'keys-in-foreign-slots': ['orphan-keys'],
  'keys-hidden': ['hidden-keys'],
  'node-failed': [],
  'node-suspected': [],
  'node-handshake': ['stuck-handshake'],
  'node-without-address': [],
  'node-unreachable': [],
  'node-unknown': ['half-known-node', 'half-forgotten-node'],
  'node-loading': [],
  'replica-of-replica': ['replica-of-replica'],
  'replica-of-unknown': ['replica-without-primary'],
  'replication-broken': [],
  'replication-lagging': [],
  'primary-without-replica': [],
  'replica-beside-primary': [],
  'majority-in-one-place': [],
  'epochs-equal': ['epochs-equal'],
  'versions-mixed': [],
  'settings-differ': [],
  'read-refused': [],
  'change-under-way': [],
}
