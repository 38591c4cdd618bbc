import {ClusterToolError} from '../../domain/errors.js'

/** Which databases of a source are followed, and which one of the cluster gets the keys of each. */
export class Databases {
  /** Those of the source that may have keys. */
  readonly known: readonly number[]
  readonly follows: (db: number) => boolean
  private readonly same: ReadonlySet<number>
  private merged: number | undefined

  /**
   * `only`: those that the user named; undefined: all. `same`: those that all owners have. `used`: those that had keys at
   * the start.
   */
  constructor(only: readonly number[] | undefined, same: ReadonlySet<number>, used: readonly number[]) {
    this.known = only ?? (used.length > 0 ? [...new Set(used)] : [0])
    this.follows = (db) => only?.includes(db) ?? true
    this.same = same
  }

  /** Throws INCOMPLETE if keys of two databases would come into one. */
  targetOf(db: number): number {
    if (this.same.has(db) && db !== 0) return db
    this.merged ??= db
    if (this.merged === db) return 0
    throw new ClusterToolError(
      'INCOMPLETE',
      `Keys of the databases ${this.merged} and ${db} of the source would be mixed in database 0 of the cluster; choose one with --db`,
    )
  }
}
