import type {NodeId} from '../../domain/node.js'
import {type Placement} from '../../domain/placement.js'
import {type Board, seatsOnBoard, type Hop} from './board.js'
import type {Rated} from './score.js'
import type {SeatingPath} from './search.js'

/** A node that changes its shard; shards are numbers of the board. */
export type NodeHop = {readonly node: NodeId; readonly from: number; readonly to: number}

/** Which nodes do what hops say about spots. */
export type Cast = {
  /** In an order in which they can be carried out. */
  readonly hops: readonly NodeHop[]
  /** For each shard, its primary now. */
  readonly primaries: readonly NodeId[]
  /** For each shard, its primary at the end. */
  readonly leaders: readonly NodeId[]
  /** For each shard, its nodes now. */
  readonly members: readonly (readonly NodeId[])[]
}

/** Chooses the nodes: replicas rather than primaries, and primaries stay what they are where that is possible. */
export function castWay(placement: Placement, board: Board, {hops, rated}: SeatingPath): Cast {
  const seats = seatsOnBoard(placement, board.shards)
  const members = seats.map((of) => of.map(({id}) => id))
  const primaries = members.flatMap(([primary]) => primary ?? [])
  const present = members.map((ids) => [...ids])
  const nodeHops = hops.map((hop) => {
    const node = moverOf(hop, {present, primaries, members, spotOf: board.spotOf})
    present[hop.from] = (present[hop.from] ?? []).filter((id) => id !== node)
    present[hop.to]?.push(node)
    return {node, from: hop.from, to: hop.to}
  })
  const leaders = leadersAmong(present, rated, {primaries, members, spotOf: board.spotOf})
  return {hops: nodeHops, primaries, leaders, members}
}

/** Who leads each shard at the end: who leads it now, rather than another one; who was there before, rather than others. */
function leadersAmong(
  present: readonly (readonly NodeId[])[],
  {leaders}: Rated,
  {primaries, members, spotOf}: Omit<Scene, 'present'>,
): NodeId[] {
  return present.map((ids, shard) => {
    const fitting = ids.filter((id) => spotOf.get(id) === leaders[shard])
    const [leader] = preferring(fitting, [
      (id) => id === primaries[shard],
      (id) => members[shard]?.includes(id) === true,
    ])
    if (leader === undefined) throw new Error(`shard ${shard} has no node where its primary should be`)
    return leader
  })
}

type Scene = {
  readonly present: readonly (readonly NodeId[])[]
  readonly primaries: readonly NodeId[]
  readonly members: readonly (readonly NodeId[])[]
  readonly spotOf: ReadonlyMap<NodeId, number>
}

function moverOf({spot, from}: Hop, {present, primaries, members, spotOf}: Scene): NodeId {
  const fitting = (present[from] ?? []).filter((id) => spotOf.get(id) === spot)
  const [mover] = preferring(fitting, [
    (id) => id !== primaries[from],
    (id) => members[from]?.includes(id) === true,
  ])
  if (mover === undefined) throw new Error(`shard ${from} has no node that could leave`)
  return mover
}

/** In the order of wishes: those that fit the first wish first, and so on. */
function preferring<T>(items: readonly T[], wishes: readonly ((item: T) => boolean)[]): T[] {
  const rank = (item: T) => wishes.map((wish) => (wish(item) ? '0' : '1')).join('')
  return items.toSorted((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b))))
}

/**
 * The hops in waves. A primary sends one full sync at a time. A node leaves only when those that came to its shard
 * before it in the list are there, so that a shard never has fewer copies than the list foresees.
 */
export function inWaves(hops: readonly NodeHop[]): NodeHop[][] {
  const waves: NodeHop[][] = []
  const placed: {readonly hop: NodeHop; readonly wave: number}[] = []
  for (const hop of hops) {
    const before = placed.filter(({hop: other}) => other.to === hop.from || other.to === hop.to)
    const wave = before.reduce((least, {wave}) => Math.max(least, wave + 1), 0)
    placed.push({hop, wave})
    waves[wave] = [...(waves[wave] ?? []), hop]
  }
  return waves
}
