import type {RunState} from './control.js'
import type {NodeId, OpenSlot} from './node.js'
import type {SlotRange} from './slot.js'

export type Severity = 'error' | 'warning' | 'info'

/** `host` or `zone`: where nodes can fail together. */
export type Place = {readonly kind: 'host' | 'zone'; readonly name: string}

/** Slots for which two views name different owners; undefined means nobody. */
export type Difference = {
  readonly ranges: readonly SlotRange[]
  readonly says: NodeId | undefined
  readonly others: NodeId | undefined
}

/** The facts of each finding, by code. */
type FindingFacts = {
  /** `lastOwners`: unreachable or failed nodes that still own some of the slots according to other nodes. */
  'slots-uncovered': {
    readonly lastOwners: readonly {readonly node: NodeId; readonly ranges: readonly SlotRange[]}[]
  }
  /** nodes: the node that has the mark. */
  'slots-open': {readonly direction: OpenSlot['direction']; readonly peer: NodeId}
  /** nodes: the node that differs. What most views say is `others`. */
  'views-disagree': {readonly differences: readonly Difference[]}
  /** nodes: all that claim the slots. */
  'slots-claimed-twice': Record<never, never>
  /** nodes: those whose own CLUSTER INFO says fail. */
  'cluster-state-fail': Record<never, never>
  /** nodes: the node that holds the keys. */
  'keys-in-foreign-slots': {readonly keys: number}
  /** nodes: the node that holds keys which no command shows; in which slots is unknown. */
  'keys-hidden': {readonly keys: number}
  /** `answers`: it could be read nevertheless. */
  'node-failed': {readonly seenBy: readonly NodeId[]; readonly answers?: true}
  'node-suspected': {readonly seenBy: readonly NodeId[]}
  'node-handshake': {readonly seenBy: readonly NodeId[]}
  'node-without-address': {readonly seenBy: readonly NodeId[]}
  'node-unreachable': {readonly reason: string}
  /** nodes: the node that some do not know. */
  'node-unknown': {readonly unknownTo: readonly NodeId[]}
  'node-loading': Record<never, never>
  'replica-of-replica': {readonly primary: NodeId}
  'replica-of-unknown': {readonly primary: NodeId | undefined}
  'replication-broken': {readonly primary: NodeId; readonly downSeconds: number | undefined}
  'replication-lagging': {
    readonly primary: NodeId
    readonly bytes: number | undefined
    readonly seconds: number
  }
  /** nodes: primaries that own slots and have no replica that is reachable. */
  'primary-without-replica': Record<never, never>
  /** nodes: the replicas that are in the same place as their primary. */
  'replica-beside-primary': {readonly place: Place}
  /** nodes: the primaries in that place; `total`: all primaries with slots. */
  'majority-in-one-place': {readonly place: Place; readonly total: number}
  'epochs-equal': {readonly epoch: number}
  'versions-mixed': {
    readonly versions: readonly {readonly version: string; readonly nodes: readonly NodeId[]}[]
  }
  'settings-differ': {
    readonly setting: string
    readonly values: readonly {readonly value: string; readonly nodes: readonly NodeId[]}[]
  }
  /**
   * A clustertool is changing the cluster. `explains`: what the change causes, and what is therefore no separate
   * finding.
   */
  'change-under-way': {
    readonly command: string
    readonly host: string
    readonly pid: number
    readonly startedAt: string
    /** Its process is suspended (Ctrl-Z); known only on its own machine. */
    readonly suspended: boolean
    /** In slots; known only on its own machine. */
    readonly progress: {readonly moved: number; readonly total: number} | undefined
    /** What it says about itself; known only on its own machine, if it answers at once. */
    readonly control?: RunState | undefined
    readonly explains: readonly Passing[]
  }
  /** Something could not be read, so checks that need it say nothing about this node. */
  'read-refused': {readonly command: string; readonly reason: string}
}

export type FindingCode = keyof FindingFacts

export type FindingOf<C extends FindingCode> = {
  readonly code: C
  /** The nodes that it is about; may be empty. */
  readonly nodes: readonly NodeId[]
  /** The slots that it is about; empty if it is not about slots. */
  readonly ranges: readonly SlotRange[]
} & FindingFacts[C]

/** What a move causes, and what ends with the move. */
export type Passing = FindingOf<'slots-open'> | FindingOf<'views-disagree'>

/** One thing that a check noticed: a code with facts. Texts and severity come from tables. */
export type Finding = {[C in FindingCode]: FindingOf<C>}[FindingCode]

/** Errors fail a check, warnings only with --strict, infos never. */
export const SEVERITY = {
  'slots-uncovered': 'error',
  'slots-open': 'error',
  'views-disagree': 'error',
  'slots-claimed-twice': 'error',
  'cluster-state-fail': 'error',
  'keys-in-foreign-slots': 'error',
  'keys-hidden': 'error',
  'node-failed': 'warning',
  'node-suspected': 'warning',
  'node-handshake': 'warning',
  'node-without-address': 'warning',
  'node-unreachable': 'warning',
  'node-unknown': 'warning',
  'node-loading': 'warning',
  'replica-of-replica': 'warning',
  'replica-of-unknown': 'warning',
  'replication-broken': 'warning',
  'replication-lagging': 'warning',
  'primary-without-replica': 'warning',
  'replica-beside-primary': 'warning',
  'majority-in-one-place': 'warning',
  'epochs-equal': 'warning',
  'versions-mixed': 'warning',
  'settings-differ': 'warning',
  'read-refused': 'info',
  'change-under-way': 'info',
} as const satisfies Record<FindingCode, Severity>

/** Whether it fails a check without --strict. */
export function isError({code}: Finding): boolean {
  return SEVERITY[code] === 'error'
}
