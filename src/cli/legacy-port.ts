import type {CheckOutcome, ChangeOutcome, CreateOutcome, CreateProposal, Event} from '../domain/outcome.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {DelNodeOptions} from '../operations/del-node.js'
import type {RebalanceRequest} from '../operations/rebalance.js'
import type {TextOptions} from '../report/palette.js'
import type {Dialogue} from './ask.js'
import type {ChangeView} from './change.js'
import type {Exit} from './exit.js'
import type {Lines} from './lines.js'

/** What the program asks of the module that knows older tools; src/legacy is one, and src/index.ts names it. */
export type Legacy = {
  /** The exit code of every failure of an older tool, and of an answer other than yes. */
  readonly failureExit: number
  /** Throws USAGE for a command line that the older tool would not understand either. */
  readonly translate: (argv: readonly string[], context: ArgvContext) => Translation
  readonly shims: Shims
}

/** Scripts that take the place of an older tool, and run another program for what concerns clusters. */
export type Shims = {
  /** How the second line of each begins; what lacks it is somebody else's file. */
  readonly mark: string
  /** The text of one; `program`: such as node and bin/run.js. */
  readonly script: (name: ShimName, program: readonly string[]) => string
}

/** What a translation looks at beside argv. */
export type ArgvContext = {
  /** The name that the program was called by, without folders. */
  readonly programName: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A command line in our spelling, and the view of the tool whose spelling was typed. */
export type Translation = {readonly args: readonly string[]; readonly view?: LegacyView | undefined}

/** Programs that a shim can take the place of. */
export type ShimName = 'redis-cli' | 'valkey-cli' | 'redis-trib' | 'redis-trib.rb'

/** How commands show themselves to those who typed the spelling of an older tool. What is missing is as for all others. */
export type LegacyView = {
  readonly error?: (exit: Exit, command: string) => Lines
  readonly check?: (outcome: CheckOutcome, text: TextOptions) => Lines
  readonly info?: (snapshot: ClusterSnapshot, text: TextOptions) => Lines
  readonly create?: (typed: CreateTyped, text: TextOptions) => LegacyCreateView
  readonly addNode?: (typed: AddNodeTyped, text: TextOptions) => LegacyChangeView
  readonly delNode?: (typed: DelNodeTyped, text: TextOptions) => LegacyDelNodeView
  readonly reshard?: (typed: ReshardTyped, text: TextOptions) => LegacyReshardView
  readonly rebalance?: (typed: RebalanceTyped, text: TextOptions) => LegacyRebalanceView
  readonly fix?: (typed: FixTyped, text: TextOptions) => LegacyChangeView
}

/** How a change is shown, asked for and ended. */
export type LegacyChangeView = ChangeView & {readonly ending: (outcome: ChangeOutcome) => Lines}

/** `options`: what is asked of the operation beside what was typed. */
export type LegacyDelNodeView = LegacyChangeView & {readonly options: Pick<DelNodeOptions, 'slotsFirst'>}

export type LegacyRebalanceView = LegacyChangeView & {
  readonly options: Pick<RebalanceRequest, 'dealing' | 'ignoreReplicas'>
}

/** `dialogue`: what becomes of answers that are wrong. */
export type LegacyReshardView = LegacyChangeView & {readonly dialogue: Dialogue}

export type LegacyCreateView = {
  /** What is asked before the layout is shown; undefined when nothing is. */
  readonly askFirst?: (
    proposal: CreateProposal,
  ) => {readonly text: string; readonly question: string} | undefined
  readonly show: (proposal: CreateProposal) => string
  readonly event?: (event: Event) => readonly string[]
  readonly ending: (outcome: CreateOutcome) => Lines
}

/** `addresses`: in the order in which they were typed. */
export type CreateTyped = {readonly addresses: readonly string[]; readonly replicas: number}

export type AddNodeTyped = {
  readonly nodes: readonly string[]
  readonly seed: string
  readonly asReplicas: boolean
  /** Whether the primary of the new replicas was named. */
  readonly namesPrimary: boolean
}

export type DelNodeTyped = {readonly names: readonly string[]; readonly seed: string}

/** `asks`: something was not typed, and is asked for. */
export type ReshardTyped = {readonly asks: boolean}

export type RebalanceTyped = Pick<RebalanceRequest, 'weights' | 'useEmptyPrimaries' | 'thresholdPercent'> & {
  readonly verbose: boolean
}

export type FixTyped = {readonly searchOwners: boolean}
