import type {KeyTrouble} from './import.js'
import type {Rate} from './rate.js'

/** What is compared, and when a difference counts. */
export type CompareSettings = {
  /** How many keys of each side are looked at, chosen at random; undefined: all. */
  readonly sample: number | undefined
  /**
   * Milliseconds for which a difference must last before it counts: a cluster that follows its source is behind it by
   * some time.
   */
  readonly lagMs: number
  /** How much is read per second; undefined: as much as the servers send. */
  readonly rate: Rate | undefined
  /** Milliseconds to wait for a node that is lost. */
  readonly patienceMs: number
  /** Milliseconds that a reply may take. */
  readonly timeoutMs: number
}

/** What was found of the keys of one database of one source. */
export type CompareTally = {
  readonly source: string
  /** The database of the source, and that of the cluster. */
  readonly from: number
  readonly to: number
  /** The source's own count when the comparison started. */
  readonly keys: number
  readonly same: number
  /** Not in the cluster. */
  readonly missing: number
  readonly different: number
  /** Clients changed it each time that it was looked at. */
  readonly changing: number
}

/** What was found of the keys of one database of the cluster. */
export type ClusterTally = {
  readonly db: number
  readonly keys: number
  /** How many were looked for on the source. */
  readonly looked: number
  /** Only the cluster has them. */
  readonly extra: number
}

/** What became of the keys that differed. */
export type CompareRepair = {
  readonly brought: number
  readonly deleted: number
  /** Still different. */
  readonly left: number
  /** The file with what the cluster had before; undefined if nothing was overwritten or deleted. */
  readonly savedIn: string | undefined
}

/** Number of keys that would be brought over and deleted. */
export type CompareProposal = {
  readonly source: string
  readonly bring: number
  readonly delete: number
}

export type CompareOutcome = {
  /** `fixed`: they were different, and are not any more. */
  readonly status: 'same' | 'different' | 'incomplete' | 'fixed'
  readonly source: string
  readonly sample: number | undefined
  readonly databases: readonly CompareTally[]
  readonly cluster: readonly ClusterTally[]
  /** Why it is not known whether all keys are equal; undefined if it is known. */
  readonly stopped: string | undefined
  readonly troubles: {readonly count: number; readonly shown: readonly KeyTrouble[]}
  readonly repair: CompareRepair | undefined
  readonly milliseconds: number
}
