import type {Address} from '../domain/address.js'
import type {MeasuredBalance} from '../domain/balance.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {type FigureMeasure, loadOf, type SlotFigures} from '../domain/slot-figures.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {
  planRebalanceMoves,
  quotasOf,
  type RebalanceOptions,
  type Weight,
  weightsOf,
} from '../planning/rebalance.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'
import {type FigureOptions, readFigures} from './slot-figures.js'

export type RebalanceRequest = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> &
  Omit<RebalanceOptions, 'weights'> & {
    /** As typed: a node by id, beginning of an id or address, and its weight. */
    readonly weights: readonly Weight[]
    /** Ignore weights of replicas, instead of refusing them. */
    readonly ignoreReplicas?: boolean
    /** What to balance by; undefined: by the number of slots. */
    readonly by?: BalanceBy | undefined
  }

/** What primaries are balanced by instead of their number of slots. */
type BalanceBy = Omit<FigureOptions, 'load'> & {
  readonly measure: FigureMeasure
  /** Called with the balance before anything is shown or asked. */
  readonly onBalance: (measured: MeasuredBalance) => void
}

/** Gives every primary the slots that correspond to its weight. Throws as `change` does, and USAGE. */
export function rebalance(
  seed: Address,
  {
    weights,
    useEmptyPrimaries,
    thresholdPercent,
    dealing,
    ignoreReplicas = false,
    by,
    method,
    parallel,
    ...options
  }: RebalanceRequest,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation) => {
    const {snapshot} = situation
    const sharing = {
      weights: weightsOf(snapshot, weights, ignoreReplicas),
      useEmptyPrimaries,
      thresholdPercent,
      dealing,
    }
    const moves = by ? await balancingMoves(situation, sharing, by) : planRebalanceMoves(snapshot, sharing)
    return prepareMoves(situation, moves, {
      method,
      parallel,
      purpose: 'rebalancing',
      replace: options.moving.replace,
    })
  }
  return change({command: 'rebalance', seed, makePlan}, options, context)
}

/** The moves that balance primaries by what their slots hold or do. */
async function balancingMoves(
  {session, snapshot}: Situation,
  sharing: RebalanceOptions,
  {measure, onBalance, ...reading}: BalanceBy,
): Promise<Move[]> {
  // Before anything is measured: the weights may be impossible.
  const shares = quotasOf(snapshot, sharing)
  const figures = await readFigures(session, snapshot, {...reading, load: loadOf(measure) ?? 'none'})
  refuseUnread(snapshot, figures)
  const {groupMoves, planSlotBalance} = await import('../planning/balance/slot-balance.js')
  const balance = planSlotBalance(shares, figures, {measure, thresholdPercent: sharing.thresholdPercent})
  onBalance({balance, figures})
  const stuck = balance.nodes.find(({weight, after}) => weight === 0 && after.slots > 0)
  if (stuck) throw noRoom(nodeById(snapshot, stuck.node)?.address)
  return groupMoves(balance.moves)
}

/** Throws REFUSED if it is not known what the slots of all primaries hold. */
function refuseUnread(snapshot: ClusterSnapshot, {unread: [first]}: SlotFigures): void {
  if (first) throw notMeasured(nodeById(snapshot, first.node)?.address, first.reason)
  const down = snapshot.nodes.find(({role, slots, reachable}) => {
    return role === 'primary' && slots.length > 0 && !reachable
  })
  if (down) throw notMeasured(down.address, down.unreachableBecause)
}

function notMeasured(address: string | undefined, reason: string | undefined): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `What the slots of ${address} hold cannot be read${reason === undefined ? '' : `: ${reason}`}.`,
    {hints: ['To balance the number of slots only: --by slots', 'Nothing was changed.']},
  )
}

function noRoom(address: string | undefined): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `The other primaries do not have enough memory for all slots of ${address}: 10% of their maxmemory stays free.`,
    {hints: ['Add primaries, or raise maxmemory.', 'Nothing was changed.']},
  )
}
