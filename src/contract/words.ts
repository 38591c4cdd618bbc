import type {Finding, Severity} from '../domain/finding.js'
import type {PlannedShard} from '../domain/layout.js'
import type {FixRule} from '../domain/repair.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {Step} from '../domain/step.js'

/** Where the names of nodes come from: a cluster that runs, or one that is about to be created. */
export type NamedNodes = ClusterSnapshot | readonly PlannedShard[]

/** A finding with its sentences. */
export type ToldFinding = {
  readonly finding: Finding
  readonly severity: Severity
  readonly message: string
  readonly advice: string
}

/** The sentences that documents have beside facts; texts for people have the same ones. */
export type DocumentWords = {
  /** The most serious first. */
  readonly findings: (findings: readonly Finding[], place: NamedNodes) => readonly ToldFinding[]
  /** What steps do. */
  readonly steps: (place: NamedNodes) => (step: Step) => string
  /** Why a step of a repair is taken, and what can go wrong by it. */
  readonly rule: (rule: FixRule) => {readonly why: string; readonly risk?: string}
}
