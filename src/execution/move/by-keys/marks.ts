import {ownLine} from '../../../domain/node.js'
import {ClusterToolError} from '../../../domain/errors.js'
import {toRanges} from '../../../domain/slot.js'
import {reasonFor} from '../mover.js'
import {withNode} from '../retrying.js'
import {countKeysBySlot} from './count-keys.js'
import {type Job, tellProgress} from './job.js'
import {isReplaced} from './source-standing.js'
import {changesOf, tellSlots} from './tell-slots.js'

/**
 * Makes the target the owner of slots of which the source has no keys any more, and opens other slots: marks them on
 * both ends, so that keys can move and clients are redirected to them. Does both at the same time, because a server
 * rewrites its nodes file once for all changes that arrive together.
 */
export async function turnSlots(
  job: Job,
  {close, open}: {readonly close: readonly number[]; readonly open: readonly number[]},
): Promise<void> {
  const {source, target, others, ledger, execution} = job
  if (open.length > 0) execution.tellSlots('opening', toRanges(open))
  const owner = changesOf(close, {state: 'node', peer: target.id})
  ledger.put(close, 'closing')
  ledger.put(open, 'open')
  // The target first. Closing: if it were told last and died in between, the slot would have no owner (redis#7116).
  // Opening: as soon as the source has its mark, it redirects clients, and a target that does not expect them would
  // send them back.
  await tellSlots(target, [...owner, ...changesOf(open, {state: 'importing', peer: source.id})])
  const opened = await withoutHidden(job, open)
  // A source that gave away its last slot is a replica by now and need not be told. What it missed while its replicas
  // did not answer (Valkey 8), it hears from the new owner.
  const tolerated = await tellSlots(
    source,
    [...owner, ...changesOf(opened, {state: 'migrating', peer: target.id})],
    {tolerated: ['no-primary', 'try-again'], last: open.length === 0},
  )
  if (tolerated.some(({kind}) => kind === 'no-primary')) await refuseFailover(job)
  if (close.length === 0) return
  ledger.put(close, 'moved')
  execution.tellSlots('moved', toRanges(close))
  tellProgress(job)
  // Gossip tells them too, only later. So this is not waited for, and only a bug matters.
  for (const other of others)
    void other.setSlots(owner).catch((error: unknown) => reasonFor(error, execution))
}

/**
 * Redis 8.4 and later show keys that the target had of a slot only now that the slot is open there. Such a slot is
 * closed again, because keys that somebody deleted on the source would come back. Returns the other slots.
 */
async function withoutHidden(job: Job, open: readonly number[]): Promise<readonly number[]> {
  const {target, ledger, leftAlone} = job
  const fresh = open.filter((slot) => !job.openBefore.has(slot))
  if (!leftAlone.mayHide || fresh.length === 0) return open
  const found = await countKeysBySlot({keys: target, manyDatabases: false}, fresh)
  if (found.size === 0) return open
  leftAlone.addStrays(found)
  const strays = [...found.keys()]
  await tellSlots(target, changesOf(strays, {state: 'stable'}))
  ledger.put(strays, 'waiting')
  return open.filter((slot) => !found.has(slot))
}

/** A node that replaced the source in a failover also owns the slots, with a higher config epoch. */
async function refuseFailover({source, target, primaries, execution}: Job): Promise<void> {
  const lines = await withNode(execution.session, source.id, (client) => client.clusterNodes())
  const own = ownLine(lines)
  if (!own || !isReplaced(own, primaries)) return
  // The target has been told that it is the owner. With the higher epoch it stays the owner, and keeps the keys.
  if (own.primaryId !== undefined) await execution.epochs.raise(target.id, [own.primaryId])
  throw new ClusterToolError(
    'INCOMPLETE',
    `${source.name} became a replica while slots were moved from it: another node replaced it`,
  )
}
