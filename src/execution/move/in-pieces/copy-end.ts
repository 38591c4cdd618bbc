/**
 * How an attempt to move a key in pieces ended:
 * - `moved`: the source gave it away
 * - `gone`: a client deleted it, or it expired
 * - `changed`: a client changed it, or the target lost the copy, so another attempt may succeed
 * - `put-off`: the run is to pause or stop, and nothing of the slot has moved yet
 * - `small`: one MIGRATE holds no server for too long
 * - `unfit`: this key cannot be moved in pieces
 * - `trouble`: temporary; later, everything is looked at again
 * - `full`: the target has no memory for it
 */
export type CopyEnd =
  | {readonly kind: 'moved' | 'gone' | 'changed' | 'small' | 'put-off'}
  | {readonly kind: 'unfit'; readonly reason: string}
  | {readonly kind: 'trouble' | 'full'; readonly error: Error}

/** Ends an attempt from within. */
export class CopyEnded extends Error {
  readonly end: CopyEnd

  constructor(end: CopyEnd) {
    super(end.kind)
    this.end = end
  }
}
