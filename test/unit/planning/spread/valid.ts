import type {Placement, Seat} from '../../../../src/domain/placement.js'
import type {PlacementAction} from '../../../../src/domain/spread.js'
import {applyActions} from '../../../../src/planning/spread/apply.js'

type Wave = readonly PlacementAction[]

/** What is wrong with a plan of waves; an empty list if each action can be carried out and no guarantee is broken. */
export function flawsOf(start: Placement, waves: readonly Wave[]): string[] {
  const hadReplica = new Set<number>()
  let now = start
  return waves.flatMap((wave, index) => {
    for (const [shard, count] of replicaCounts(now).entries()) if (count > 0) hadReplica.add(shard)
    const flaws = [...waveFlaws(wave), ...wave.flatMap((action) => actionFlaws(now, action))]
    // Who leaves is gone at once; who comes is a copy only when the wave has ended.
    const leaving = new Set(wave.flatMap((action) => (action.kind === 'replicate' ? [action.node] : [])))
    const meanwhile = replicaCounts({...now, seats: now.seats.filter(({id}) => !leaving.has(id))})
    const bare = [...hadReplica].filter((shard) => meanwhile[shard] === 0)
    now = applyActions(now, wave)
    return [...flaws, ...bare.map((shard) => `shard ${shard} has no replica`)].map(
      (f) => `wave ${index}: ${f}`,
    )
  })
}

function waveFlaws(wave: Wave): string[] {
  const targets = wave.flatMap((action) => (action.kind === 'replicate' ? [action.primary] : []))
  return failing([
    [wave.length > 0, 'it is empty'],
    [wave.length === 1 || targets.length === wave.length, 'an election is not alone'],
    [new Set(targets).size === targets.length, 'two full syncs of one primary'],
  ])
}

function actionFlaws(placement: Placement, action: PlacementAction): string[] {
  return action.kind === 'switch-over'
    ? switchFlaws(seatOf(placement, action.replica), seatOf(placement, action.primary))
    : replicateFlaws(placement, action)
}

function switchFlaws(replica: Seat, primary: Seat): string[] {
  return failing([
    [replica.role === 'replica', 'who takes over is no replica'],
    [primary.role === 'primary', 'who gives way is no primary'],
    [replica.synced && primary.synced, 'not synced'],
    [replica.mayLead, 'it may not lead'],
    [replica.shard === primary.shard, 'in different shards'],
  ])
}

function replicateFlaws(
  placement: Placement,
  action: Extract<PlacementAction, {readonly kind: 'replicate'}>,
): string[] {
  const node = seatOf(placement, action.node)
  const from = seatOf(placement, action.from ?? '')
  const to = seatOf(placement, action.primary)
  const target = placement.shards[to.shard ?? -1]
  return failing([
    [node.role === 'replica' && node.synced, 'who moves is no synced replica'],
    [from.role === 'primary' && from.shard === node.shard, 'it does not come from there'],
    [to.role === 'primary' && to.synced && to.shard !== node.shard, 'the target is no other primary'],
    [target !== undefined && target.ownsSlots, 'the target owns no slots'],
    [target !== undefined && target.bytes === action.bytes, 'other bytes'],
  ])
}

function failing(rules: readonly (readonly [holds: boolean, flaw: string])[]): string[] {
  return rules.flatMap(([holds, flaw]) => (holds ? [] : [flaw]))
}

function seatOf({seats}: Placement, id: string): Seat {
  const seat = seats.find((one) => one.id === id)
  if (!seat) throw new Error(`no node ${id}`)
  return seat
}

/** By shard, the number of synced replicas. */
function replicaCounts({seats, shards}: Placement): number[] {
  return shards.map(
    (_, shard) => seats.filter((s) => s.shard === shard && s.synced && s.role === 'replica').length,
  )
}
