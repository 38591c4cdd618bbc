import type {NodeId} from '../../domain/node.js'
import type {Placement} from '../../domain/placement.js'
import type {Audit, PlacementAction} from '../../domain/spread.js'
import type {Board} from './board.js'
import {type Cast, castWay, type NodeHop, inWaves} from './hops.js'
import {countCrowded} from './leaders.js'
import {hopReason, type ReasonContext, switchReason} from './reasons.js'
import type {SeatingPath} from './search.js'

/**
 * The actions of a way in waves. Failovers come first where the replica is there already, each in its own wave,
 * because elections at the same time compete for votes; then full syncs, then the other failovers. `before` is the
 * audit of the placement.
 */
export function actionsOf(
  placement: Placement,
  board: Board,
  way: SeatingPath,
  before: Audit,
): PlacementAction[][] {
  const cast = castWay(placement, board, way)
  const stage: Stage = {
    context: {placement, board, before, cast},
    primaries: [...cast.primaries],
    there: cast.members.map((ids) => new Set(ids)),
    waves: [],
  }
  for (const one of gently(
    stage,
    wantedOf(stage).filter((one) => isThere(one, cast)),
  ))
    switchOver(stage, one)
  for (const wave of inWaves(cast.hops)) carryOut(stage, wave)
  for (const one of gently(stage, wantedOf(stage))) switchOver(stage, one)
  return stage.waves
}

/** The estimate of what all full syncs send. */
export function bytesOf(actions: readonly PlacementAction[]): number {
  return actions.reduce((sum, action) => sum + (action.kind === 'replicate' ? action.bytes : 0), 0)
}

/** The actions so far, and what has become of the shards by them. */
type Stage = {
  readonly context: ReasonContext
  readonly primaries: NodeId[]
  readonly there: readonly Set<NodeId>[]
  readonly waves: PlacementAction[][]
}

/** A replica that becomes primary of its shard. */
type Succession = {readonly shard: number; readonly to: NodeId}

function wantedOf({context: {cast}, primaries}: Stage): Succession[] {
  return cast.leaders.flatMap((to, shard) => (primaries[shard] === to ? [] : [{shard, to}]))
}

/** Whether the node is in the shard from the beginning to the end. */
function isThere({shard, to}: Succession, {members, hops}: Cast): boolean {
  return members[shard]?.includes(to) === true && hops.every(({node}) => node !== to)
}

/** In an order in which the places with too many primaries become fewer as early as possible. */
function gently({context: {board}, primaries}: Stage, list: readonly Succession[]): Succession[] {
  let spots = primaries.map((id) => spotOf(board, id))
  const after = ({shard, to}: Succession) => spots.with(shard, spotOf(board, to))
  const left = [...list]
  return list.flatMap(() => {
    const crowded = left.map((one) => countCrowded(board, after(one)))
    const [next] = left.splice(crowded.indexOf(Math.min(...crowded)), 1)
    if (next) spots = after(next)
    return next ?? []
  })
}

function spotOf({spotOf}: Board, id: NodeId): number {
  return spotOf.get(id) ?? 0
}

function switchOver({context, primaries, waves}: Stage, {shard, to}: Succession): void {
  const primary = primaryOf(primaries, shard)
  waves.push([{kind: 'switch-over', replica: to, primary, reason: switchReason(primary, context)}])
  primaries[shard] = to
}

function carryOut(stage: Stage, wave: readonly NodeHop[]): void {
  const {context, primaries, there, waves} = stage
  for (const {node, from} of wave) {
    if (primaries[from] === node) switchOver(stage, {shard: from, to: successor(stage, from, wave)})
  }
  waves.push(
    wave.map((hop) => ({
      kind: 'replicate',
      node: hop.node,
      from: primaryOf(primaries, hop.from),
      primary: primaryOf(primaries, hop.to),
      bytes: context.board.bytes[hop.to] ?? 0,
      reason: hopReason(hop, context),
    })),
  )
  for (const {node, from} of wave) there[from]?.delete(node)
  for (const {node, to} of wave) there[to]?.add(node)
}

/** Who becomes primary of a shard that its primary leaves before the one that is to stay primary has come. */
function successor({context: {board, cast}, there}: Stage, shard: number, wave: readonly NodeHop[]): NodeId {
  const able = [...(there[shard] ?? [])].filter(
    (id) => wave.every(({node}) => node !== id) && board.spots[spotOf(board, id)]?.mayLead,
  )
  const stays = (id: NodeId) => !cast.hops.some(({node}) => node === id)
  const [chosen] = [...able.filter((id) => id === cast.leaders[shard]), ...able.filter(stays), ...able]
  if (chosen === undefined) throw new Error(`shard ${shard} has no node that could become its primary`)
  return chosen
}

function primaryOf(primaries: readonly NodeId[], shard: number): NodeId {
  const primary = primaries[shard]
  if (primary === undefined) throw new Error(`shard ${shard} has no primary`)
  return primary
}
