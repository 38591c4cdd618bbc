import type {NodePlace, Role} from './node.js'
import type {SlotRange} from './slot.js'

/** Something that is different in the later one of two samples. */
export type Transition =
  /** It does not answer any more. */
  | {readonly kind: 'node-lost'; readonly node: NodePlace; readonly reason: string}
  /** It answers again. */
  | {readonly kind: 'node-back'; readonly node: NodePlace}
  | {readonly kind: 'node-joined'; readonly node: NodePlace; readonly role: Role}
  /** No node that answers knows it any more. */
  | {readonly kind: 'node-left'; readonly node: NodePlace}
  /** Another process has its id. */
  | {readonly kind: 'node-restarted'; readonly node: NodePlace}
  /** A replica is a primary now; `from`: the primary that it followed, if that is known. */
  | {
      readonly kind: 'promoted'
      readonly node: NodePlace
      readonly from: NodePlace | undefined
      readonly ranges: readonly SlotRange[]
    }
  /** A primary is a replica now. */
  | {readonly kind: 'demoted'; readonly node: NodePlace; readonly primary: NodePlace | undefined}
  /** A replica follows another primary. */
  | {readonly kind: 'primary-changed'; readonly node: NodePlace; readonly primary: NodePlace | undefined}
  /** Slots have another owner; undefined: nobody. Not those that a promoted node took over from its primary. */
  | {
      readonly kind: 'slots-moved'
      readonly from: NodePlace | undefined
      readonly to: NodePlace | undefined
      readonly ranges: readonly SlotRange[]
    }

/** A transition, and when it was seen: milliseconds since 1970. */
export type TimedTransition = {readonly at: number; readonly transition: Transition}
