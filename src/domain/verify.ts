import type {KeyTrouble} from './import.js'

/** How the keys of one file stand to those of a cluster. */
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
  /** Keys of the cluster, all databases together: those that the files do not have are no difference. */
  readonly clusterKeys: number
  readonly troubles: {readonly count: number; readonly shown: readonly KeyTrouble[]}
}
