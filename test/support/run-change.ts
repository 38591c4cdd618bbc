import {testOperator} from './state-folder.js'
import type {Address} from '../../src/domain/address.js'
import {MOVE_DEFAULTS, type MoveSettings} from '../../src/domain/move.js'
import type {ChangeOutcome} from '../../src/domain/outcome.js'
import {addNode, type AddNodeOptions} from '../../src/operations/add-node.js'
import type {ChangeContext} from '../../src/operations/change.js'
import {delNode, type DelNodeOptions} from '../../src/operations/del-node.js'
import {fix, type FixOptions} from '../../src/operations/fix.js'
import {rebalance, type RebalanceRequest} from '../../src/operations/rebalance.js'
import {reshard} from '../../src/operations/reshard.js'
import {findPrimary} from '../../src/planning/find-node.js'
import {parseSlotRanges} from '../../src/planning/slot-ranges.js'
import {PLAIN} from './test-cluster.js'

/** What a test wants to differ from default flags and the answer yes. */
export type ChangeWishes = Partial<ChangeContext> & {
  readonly dryRun?: boolean
  readonly method?: 'auto' | 'atomic' | 'keys'
  readonly parallel?: number
  readonly moving?: Partial<MoveSettings>
}

/** Moves slots to `to` from `from` (default: all others): a number of slots, or ranges as text. */
export function runReshard(
  seed: Address,
  wish: {readonly to: string; readonly from?: readonly string[]; readonly slots: number | string},
  wishes: ChangeWishes = {},
): Promise<ChangeOutcome> {
  const {to, from, slots} = wish
  return reshard(
    plain(seed),
    {
      ...optionsOf(wishes),
      choose: (snapshot) => {
        const ends = {
          to: findPrimary(snapshot, to),
          from: from?.map((name) => findPrimary(snapshot, name)) ?? ('all' as const),
        }
        return Promise.resolve(
          typeof slots === 'number' ? {...ends, slots} : {...ends, ranges: parseSlotRanges(slots)},
        )
      },
    },
    contextOf(wishes),
  )
}

export function runRebalance(
  seed: Address,
  wish: Partial<Pick<RebalanceRequest, 'weights' | 'useEmptyPrimaries' | 'thresholdPercent' | 'by'>> = {},
  wishes: ChangeWishes = {},
): Promise<ChangeOutcome> {
  const usual = {weights: [], useEmptyPrimaries: false, thresholdPercent: 2}
  return rebalance(plain(seed), {...optionsOf(wishes), ...usual, ...wish}, contextOf(wishes))
}

export function runAddNode(
  nodes: readonly Address[],
  seed: Address,
  wish: Partial<Pick<AddNodeOptions, 'asReplicas' | 'primary'>> = {},
  wishes: ChangeWishes = {},
): Promise<ChangeOutcome> {
  const options = {...optionsOf(wishes), asReplicas: false, primary: undefined, ...wish}
  return addNode(nodes.map(plain), plain(seed), options, contextOf(wishes))
}

export function runDelNode(
  seed: Address,
  names: readonly string[],
  wish: Partial<Pick<DelNodeOptions, 'drain'>> = {},
  wishes: ChangeWishes = {},
): Promise<ChangeOutcome> {
  return delNode(plain(seed), names, {...optionsOf(wishes), drain: false, ...wish}, contextOf(wishes))
}

export function runFix(
  seed: Address,
  wish: Partial<Pick<FixOptions, 'consent' | 'searchOwners' | 'intents'>> = {},
  wishes: ChangeWishes = {},
): Promise<ChangeOutcome> {
  const usual = {
    consent: {withoutLostPrimaries: false, loseData: false},
    searchOwners: false,
  }
  return fix(plain(seed), {...optionsOf(wishes), ...usual, ...wish}, contextOf(wishes))
}

/** A server of a test has more properties than its address. */
function plain({host, port}: Address): Address {
  return {host, port}
}

function optionsOf({dryRun = false, method = 'auto', parallel, moving}: ChangeWishes) {
  return {dryRun, joinLimitMs: 20_000, moving: {...MOVE_DEFAULTS, ...moving}, method, parallel}
}

function contextOf(wishes: ChangeWishes): ChangeContext {
  return {
    connection: wishes.connection ?? PLAIN,
    signal: wishes.signal ?? new AbortController().signal,
    onEvent: wishes.onEvent ?? (() => undefined),
    ...testOperator(),
    onControl: wishes.onControl,
    confirm: wishes.confirm ?? (() => Promise.resolve(true)),
    explain: wishes.explain ?? (() => []),
  }
}
