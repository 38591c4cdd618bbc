import {toRanges} from '../../../domain/slot.js'
import {type Job, tellProgress} from './job.js'
import {changesOf, tellSlots} from './tell-slots.js'

/**
 * Makes the target the owner of slots of which the source has no keys any more, and opens others: marks them on both
 * ends, so that keys can go and clients are sent after them. Both at once, since a server rewrites its file of nodes
 * once for all that comes together.
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
  // The target first. Of a slot to be closed: told last, its death in between would leave the slot without an owner
  // (redis#7116). Of one to be opened: as soon as the source is marked it sends clients there, and a target that does
  // not expect them would send them back.
  await tellSlots(target, [...owner, ...changesOf(open, {state: 'importing', peer: source.id})])
  // A source that gave away its last slot is a replica by now and needs not be told; and what it should have heard while
  // its replicas did not answer (Valkey 8) it hears from the new owner.
  await tellSlots(source, [...owner, ...changesOf(open, {state: 'migrating', peer: target.id})], {
    tolerated: ['no-primary', 'try-again'],
    last: open.length === 0,
  })
  if (close.length === 0) return
  ledger.put(close, 'moved')
  execution.tellSlots('moved', toRanges(close))
  tellProgress(job)
  // Gossip tells them too, only later; so nothing is waited for and nothing depends on it.
  for (const other of others) void other.setSlots(owner).catch(() => execution.signal.aborted)
}
