import type {KeyTrouble} from './import.js'

/** The comparison of the keys of one file with those of a cluster. */
export type FileTally = {
  readonly file: string
  readonly db: number
  readonly keys: number
  readonly same: number
  readonly different: number
  readonly missing: number
}

export type VerifyOutcome = {
  /** same: every key of the files is in the cluster with the same value. */
  readonly status: 'same' | 'different'
  readonly dir: string
  readonly files: readonly FileTally[]
  /** Number of keys in the cluster, in all databases. Keys that the files do not have are not a difference. */
  readonly clusterKeys: number
  readonly troubles: {readonly count: number; readonly shown: readonly KeyTrouble[]}
}
