import type {NodeId} from '../../domain/node.js'
import {type Placement, placeName, type Seat} from '../../domain/placement.js'
import type {Audit, LackingNode, LackingPlace} from '../../domain/spread.js'
import {type Board, boardOf} from './board.js'
import {lacksOf} from './lacks.js'
import {mendSeating, scoreOf} from './mend.js'
import {compareScores} from './score.js'

/** Many plans are made to find few nodes; with more nodes than this it would take long. */
const MOST_NODES = 14

/**
 * New replicas that would make the placement safe, as `lacksOf`, but fewer if nodes can be exchanged as soon as there
 * is one to spare: one node after the other is chosen, each time the one that helps most.
 */
export function fewLacks(placement: Placement, audit: Audit): LackingNode[] {
  const all = lacksOf(placement, audit)
  const {start} = boardOf(placement, audit.kinds)
  const nodes = start.flat().length
  // Each shard needs two nodes, so that fewer than this will not do.
  const fewest = Math.max(1, 2 * start.length - nodes)
  if (nodes > MOST_NODES || all.length <= fewest) return all
  const chosen: LackingNode[] = []
  let now = placement
  while (chosen.length + 1 < all.length) {
    const next = bestOption(now, audit, chosen)
    if (!next) return all
    chosen.push(next.lack)
    now = next.placement
    if (next.score.slice(0, 3 * audit.kinds.length).every((number) => number === 0)) return chosen
  }
  return all
}

type LackOption = {
  readonly lack: LackingNode
  readonly placement: Placement
  /** The score of the best way from there, with the bytes that the new node copies. */
  readonly score: readonly number[]
}

function bestOption(
  placement: Placement,
  audit: Audit,
  chosen: readonly LackingNode[],
): LackOption | undefined {
  const board = boardOf(placement, audit.kinds)
  const options = board.shards.flatMap((shard) => {
    const primary = placement.shards[shard]?.primary
    if (primary === undefined) return []
    return placesFor(placement, audit, chosen).map((where): LackOption => {
      const lack = {primary, ...where, mends: mendsOf(audit)}
      const bigger = withNode(placement, lack, chosen.length)
      return {lack, placement: bigger, score: priceOf(boardOf(bigger, audit.kinds), shard)}
    })
  })
  const [first, ...others] = options
  return first && others.reduce((a, b) => (compareScores(b.score, a.score) < 0 ? b : a), first)
}

function priceOf(board: Board, shard: number): number[] {
  const own = board.bytes[board.shards.indexOf(shard)] ?? 0
  const score = scoreOf(board, mendSeating(board))
  return score.map((number, at) => (at === score.length - 2 ? number + own : number))
}

/** The zones that there are, and one more; of hosts only new ones, because none is worse than a new one. */
function placesFor({seats}: Placement, {kinds}: Audit, chosen: readonly LackingNode[]): LackingPlace[] {
  const [kind = 'host'] = kinds
  const names = kind === 'zone' ? new Set(seats.flatMap((seat) => placeName(seat, kind) ?? [])) : []
  const numbers = chosen.flatMap((lack) => (lack.where === 'new' ? [lack.number] : []))
  const known = kind === 'zone' ? [...new Set(numbers)] : []
  return [
    ...[...names].map((name) => ({where: 'in' as const, place: {kind, name}})),
    ...[...known, Math.max(0, ...numbers) + 1].map((number) => ({where: 'new' as const, kind, number})),
  ]
}

function mendsOf({losses}: Audit): LackingNode['mends'] {
  return [
    ...(losses.some(({lost}) => lost.length > 0) ? ['shard' as const] : []),
    ...(losses.some(({losesMajority}) => losesMajority) ? ['majority' as const] : []),
  ]
}

/** The placement with the new node, on a host of its own. */
function withNode(placement: Placement, lack: LackingNode, number: number): Placement {
  const name = lack.where === 'new' ? `new ${lack.number}` : lack.place.name
  const kind = lack.where === 'new' ? lack.kind : lack.place.kind
  const seat: Seat = {
    id: `new ${number}` as NodeId,
    address: '',
    host: `new ${number}`,
    zone: kind === 'zone' ? name : undefined,
    role: 'replica',
    shard: placement.shards.findIndex(({primary}) => primary === lack.primary),
    answers: true,
    synced: true,
    mayLead: true,
  }
  return {...placement, seats: [...placement.seats, seat]}
}
