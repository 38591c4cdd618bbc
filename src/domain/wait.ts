import type {FindingCode} from './finding.js'
import type {NodeId, NodePlace, Role} from './node.js'

/** A state that `wait` waits for. Of `role`, it is the state of the node that the user named. */
export type Condition =
  | {readonly kind: 'healthy' | 'agreed' | 'synced'}
  | {readonly kind: 'role'; readonly role: Role}
  | {readonly kind: 'nodes'; readonly nodes: number}
  /** `orLater`: a later version is accepted as well; otherwise only versions that begin with this one. */
  | {readonly kind: 'version'; readonly version: string; readonly orLater: boolean}

/** What can be missing beside findings of a check. */
export type MissingCode =
  | FindingCode
  | 'replica-unlinked'
  | 'replica-syncing'
  | 'replica-behind'
  | 'other-role'
  | 'other-count'
  | 'other-version'

/** One reason why a condition does not hold; `nodes`: those that it is about. */
export type Missing = {
  readonly code: MissingCode
  readonly nodes: readonly NodeId[]
  /** The number of members that the named node knows; only for `other-count`. */
  readonly known?: number
}

/** A condition, and why it does not hold; the list is empty if it holds. */
export type Judged = {readonly condition: Condition; readonly missing: readonly Missing[]}

/** What one look at the cluster has shown. */
export type WaitLook = {
  readonly judged: readonly Judged[]
  /** The nodes, for names; empty if the named node could not be read. */
  readonly nodes: readonly NodePlace[]
  /** Why the node that the user named could not be read; undefined if it could. */
  readonly unread: string | undefined
}

export type WaitOutcome = {
  /** `timed-out`: the time limit passed before all conditions held. */
  readonly status: 'reached' | 'timed-out'
  readonly milliseconds: number
  readonly last: WaitLook
}

/** Whether all conditions hold. */
export function isReached({judged, unread}: WaitLook): boolean {
  return unread === undefined && judged.every(({missing}) => missing.length === 0)
}

/** A condition as the user writes it. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'role':
      return `role=${condition.role}`
    case 'nodes':
      return `nodes=${condition.nodes}`
    case 'version':
      return `version${condition.orLater ? '>=' : '='}${condition.version}`
    default:
      return condition.kind
  }
}
