import type {Answer, AnswersStatus} from '../domain/answer.js'
import type {FindingCode, Severity} from '../domain/finding.js'
import type {MoveReport} from '../domain/move.js'
import type {NodeConfig, NodeFlag, OpenSlot, Refusal, Replication, Role, SlotKeys} from '../domain/node.js'
import type {CheckOutcome} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import type {FixRule} from '../domain/repair.js'
import type {Caution, StepKind, StepResult} from '../domain/step.js'
import type {SlotRange} from '../domain/slot.js'
import type {OperationJson} from './json-operation-types.js'
import type {Totals} from './totals.js'

/**
 * The documents of --json. Their keys are a published contract; a key is left out where its value is not known.
 * Slots are ranges with both ends included, ids are whole, times ISO 8601, memory is in bytes.
 */
export type Document<Outcome> = {readonly schema: 1; readonly command: string; readonly outcome: Outcome}

export type ErrorDocument = {
  readonly schema: 1
  readonly command: string
  readonly error: {
    readonly code: string
    readonly message: string
    readonly hints: readonly string[]
    readonly details: readonly unknown[]
  }
}

/** A node in a place where only its name matters; no address when nobody knows it. */
export type NodeRef = {readonly id: string; readonly address: string | undefined}

export type FindingJson = {
  readonly code: FindingCode
  readonly severity: Severity
  readonly message: string
  readonly advice: string
  readonly nodes: readonly NodeRef[]
  readonly slots: readonly SlotRange[]
  /** The facts of the code, as src/domain/finding.ts has them; ranges are called slots. */
  readonly [fact: string]: unknown
}

export type NodeJson = {
  readonly id: string
  readonly address: string | undefined
  readonly host: string
  readonly port: number
  readonly busPort: number
  readonly hostname: string | undefined
  readonly role: Role
  readonly primaryId: string | undefined
  readonly reachable: boolean
  readonly unreachableBecause: string | undefined
  readonly flags: readonly NodeFlag[]
  readonly configEpoch: number
  readonly currentEpoch: number | undefined
  readonly clusterState: 'ok' | 'fail' | undefined
  readonly knownNodes: number | undefined
  readonly slots: readonly SlotRange[]
  readonly slotCount: number
  readonly openSlots: readonly OpenSlot[]
  /** All databases together. */
  readonly keys: number | undefined
  readonly keysByDb: readonly {readonly db: number; readonly keys: number}[] | undefined
  readonly usedMemory: number | undefined
  /** 0: no limit. */
  readonly maxMemory: number | undefined
  readonly software: string | undefined
  readonly version: string | undefined
  readonly zone: string | undefined
  readonly loading: boolean | undefined
  readonly replication: Replication | undefined
  readonly config: NodeConfig | undefined
  readonly refusals: readonly Refusal[]
  /** Keys in slots it does not own; only when owners were searched. */
  readonly strayKeys: readonly SlotKeys[] | undefined
}

export type ShardJson = {
  readonly primary: NodeRef
  readonly replicas: readonly NodeRef[]
  readonly slots: readonly SlotRange[]
  readonly slotCount: number
  readonly keys: number | undefined
}

export type VerdictsJson = {
  readonly agree: boolean
  readonly covered: boolean
  readonly openSlots: readonly {
    readonly node: NodeRef
    readonly migrating: readonly SlotRange[]
    readonly importing: readonly SlotRange[]
  }[]
  /** Only when owners were searched. */
  readonly sharedSlots: readonly {readonly slot: number; readonly owners: readonly NodeRef[]}[] | undefined
}

export type ClusterJson = {
  readonly takenAt: string
  readonly seed: NodeRef
  readonly verdicts: VerdictsJson
  readonly findings: readonly FindingJson[]
  readonly shards: readonly ShardJson[]
  readonly nodes: readonly NodeJson[]
}

export type CheckJson = {
  readonly status: CheckOutcome['status']
  readonly searchedOwners: boolean
} & ClusterJson

export type InfoJson = {
  readonly takenAt: string
  readonly seed: NodeRef
  readonly totals: Totals
  readonly primaries: readonly (NodeRef & {
    readonly reachable: boolean
    readonly keys: number | undefined
    readonly slots: readonly SlotRange[]
    readonly slotCount: number
    readonly usedMemory: number | undefined
    readonly maxMemory: number | undefined
    readonly replicas: readonly (NodeRef & {readonly reachable: boolean})[]
  })[]
}

export type SlotJson = {
  readonly keys: readonly {
    readonly key: string
    readonly hex: string
    readonly slot: number
    readonly hashed: string
    readonly owners: readonly NodeRef[] | undefined
    readonly replicas: readonly NodeRef[] | undefined
  }[]
}

/** Kind, description in words, and the facts of the kind, as src/domain/plan.ts has them; ranges are called slots. */
export type StepJson = {
  readonly kind: StepKind
  readonly description: string
  readonly [fact: string]: unknown
}

type StepResultJson = {
  readonly step: StepJson
  readonly status: StepResult['status']
  readonly error: string | undefined
  readonly milliseconds: number
}

export type ChangeStepJson = StepResultJson & {
  /** What became of the slots of migrate-slots; left out of other steps. */
  readonly move: MoveReport | undefined
  readonly notes: readonly string[]
}

/** Of a step of a repair: the rule that asks for it (docs/fix.md), why in words, and what can go wrong by it. */
export type ReasonJson = {readonly rule?: FixRule; readonly why?: string; readonly risk?: string}

type CautionJson = Omit<Caution, 'nodes'> & {readonly nodes: readonly NodeRef[]}

export type ChangeJson = {
  readonly status: Status
  /** It is incomplete because the user stopped it; left out otherwise. */
  readonly stopped: true | undefined
  /** File that the plan was saved in, with --out. */
  readonly savedTo: string | undefined
  readonly plan: {
    readonly steps: readonly (StepJson & ReasonJson)[]
    readonly warnings: readonly FindingJson[]
    readonly cautions: readonly CautionJson[]
    /** The operation that was broken off and that these steps go on with, and what came after it. */
    readonly takenUp: (OperationJson & {readonly since: readonly OperationJson[]}) | undefined
  }
  readonly steps: readonly ChangeStepJson[]
  readonly findings: readonly FindingJson[]
  /** The cluster afterwards; left out when nothing was done. */
  readonly cluster: ClusterJson | undefined
}

export type PlacedNodeJson = NodeRef & {readonly host: string; readonly zone: string | undefined}

export type CreateJson = {
  readonly status: Status
  readonly savedTo: string | undefined
  readonly software: string
  readonly shards: readonly {
    readonly primary: PlacedNodeJson
    readonly replicas: readonly PlacedNodeJson[]
    readonly slots: readonly SlotRange[]
    readonly slotCount: number
  }[]
  readonly plan: {readonly steps: readonly StepJson[]; readonly warnings: readonly FindingJson[]}
  readonly steps: readonly StepResultJson[]
  readonly findings: readonly FindingJson[]
  /** The cluster afterwards; left out when nothing was done. */
  readonly cluster: ClusterJson | undefined
}

export type BackupJson = {
  readonly status: 'done' | 'incomplete'
  readonly dir: string
  /** Whether what was saved is in the folder: an incomplete backup takes no other's place unasked. */
  readonly kept: boolean
  readonly files: readonly {
    readonly primary: NodeRef
    /** The node that wrote it: the primary or a replica of it. */
    readonly source: NodeRef
    readonly role: Role
    readonly status: 'saved' | 'failed'
    readonly file: string
    readonly error: string | undefined
    readonly bytes: number | undefined
    readonly sha256: string | undefined
    readonly rdbVersion: number | undefined
    /** Whether its own checksum was compared; `none` of a server with rdbchecksum no. */
    readonly checksum: 'verified' | 'none' | undefined
    readonly slots: readonly SlotRange[]
    readonly milliseconds: number
  }[]
  readonly missingSlots: readonly SlotRange[]
  readonly uncertainSlots: readonly SlotRange[]
  /** Primaries with slots that could not be read from the start. */
  readonly missingNodes: readonly (NodeRef & {
    readonly slots: readonly SlotRange[]
    readonly reason: string
  })[]
  readonly notes: readonly string[]
  readonly findings: readonly FindingJson[]
}

/** What came of asking one node; `error` has its error reply, or why there was no answer. */
export type AnswerJson = NodeRef & {
  readonly role: Role
  readonly status: Answer<unknown>['status']
  readonly error: string | undefined
}

/** A reply with its type. Status replies are strings too: what the server answers as `+OK` or `$2 OK` is the same. */
export type ReplyJson =
  | {readonly type: 'string'; readonly value: string}
  /** What is not UTF-8. */
  | {readonly type: 'bytes'; readonly base64: string}
  /** Digits beyond 2^53. */
  | {readonly type: 'integer'; readonly value: number | string}
  | {readonly type: 'nil'}
  | {readonly type: 'array'; readonly items: readonly ReplyJson[]}
  /** Within an array; an error that is the whole reply is the node's `error`. */
  | {readonly type: 'error'; readonly message: string}

export type CallJson = {
  readonly status: AnswersStatus
  readonly nodes: readonly (AnswerJson & {readonly reply: ReplyJson | undefined})[]
}

export type SettingsJson = {
  readonly status: AnswersStatus
  readonly differ: boolean
  /** Values by how many nodes have them; the value is left out where there is no such setting, and *** is a password. */
  readonly settings: readonly {
    readonly name: string
    readonly differ: boolean
    readonly values: readonly {readonly value: string | undefined; readonly nodes: readonly NodeRef[]}[]
  }[]
  /** Names and patterns for which no node has a setting. */
  readonly unknown: readonly string[]
  readonly nodes: readonly AnswerJson[]
}

export type ConfigureJson = {
  readonly status: AnswersStatus
  readonly name: string
  readonly value: string
  readonly nodes: readonly (Omit<AnswerJson, 'status'> & {
    /** not-saved: set, but not written to the configuration file; `error` says why. */
    readonly status: Answer<unknown>['status'] | 'not-saved'
    readonly before: string | undefined
    readonly after: string | undefined
    readonly saved: boolean | undefined
  })[]
}
