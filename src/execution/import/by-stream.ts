import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {DumpedKey} from '../../redis/dumped-key.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {inBatches} from './batches.js'
import {isServerError} from '../../redis/errors.js'
import {dumpKeys, refusalText} from './dump-keys.js'
import {type Again, cannotGoOn, NONE, type Sending, tellKeys, together} from './job.js'
import {settleExisting} from './settle-existing.js'

const AT_ONCE = {keys: 500, bytes: 8_000_000}
/** How often a key that clients keep changing is read again. */
const MOST_TRIES = 10

/** Reads keys from the source and writes them to their owner. Throws INCOMPLETE. */
export async function sendByStream(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
): Promise<Again> {
  const again: Again[] = []
  for (const some of inBatches(keys, AT_ONCE)) again.push(await sendBatch(sending, owner, some))
  return together(...again)
}

async function sendBatch(sending: Sending, owner: NodeId, keys: readonly SizedKey[]): Promise<Again> {
  const {job, tally} = sending
  const dumped = await dumpKeys(
    sending,
    keys.map(({key}) => key),
  )
  keys.forEach((key, at) => {
    const one = dumped[at]
    if (one === undefined) {
      tally.gone++
      tellKeys(sending, [key], [])
    }
    if (one instanceof Error) refuse(sending, key, refusalText(one))
  })
  const payloads = dumped.flatMap((one) => (one === undefined || one instanceof Error ? [] : one))
  if (payloads.length === 0) return NONE
  const present = keys.filter((_, at) => dumped[at] !== undefined && !(dumped[at] instanceof Error))
  const errors = await restore(sending, owner, payloads, job.settings.existing === 'replace').catch(asReason)
  if (errors instanceof Error) return {keys: present, reason: errors.message}
  const byKind = {sent: [] as number[], busy: [] as SizedKey[], again: [] as SizedKey[]}
  let reason = ''
  present.forEach((key, at) => {
    const error = errors[at]
    const kind = error && importErrorKind(error)
    if (!error) return byKind.sent.push(at)
    if (kind === 'busy-key') return byKind.busy.push(key)
    if (kind === 'fatal' || kind === 'no-way') throw cannotGoOn(sending, job.owners.nameOf(owner), error)
    if (kind === 'key') return refuse(sending, key, error.message)
    reason = error.message
    return byKind.again.push(key)
  })
  tally.imported += byKind.sent.length
  await takeOff(
    sending,
    owner,
    byKind.sent.flatMap((at) => payloads[at] ?? []),
  )
  tellKeys(
    sending,
    byKind.sent.flatMap((at) => present[at] ?? []),
  )
  return together({keys: byKind.again, reason}, await settleExisting(sending, owner, byKind.busy, 'imported'))
}

/** Keys that may or may not have been sent are looked for on the owner. */
function asReason(error: unknown): Error {
  if (isServerError(error)) return error
  throw error
}

function restore({job, tally}: Sending, owner: NodeId, keys: readonly DumpedKey[], replace: boolean) {
  return job.owners.use(owner, (client) => client.restore(tally.to, keys, replace))
}

function refuse(sending: Sending, {key, bytes}: SizedKey, what: string): void {
  const {tally, troubles, leftAlone} = sending
  tally.conflicting++
  leftAlone.add(key.toString('hex'))
  troubles.add({key, db: tally.from, what})
  tellKeys(sending, [{key, bytes}], [])
}

/**
 * Deletes keys that have arrived from the source. Keys that clients have changed since are sent once more and
 * overwrite the first copy.
 */
async function takeOff(sending: Sending, owner: NodeId, sent: readonly DumpedKey[]): Promise<void> {
  const {source, tally, job} = sending
  if (job.settings.copy) return
  let left = sent
  for (let tries = 0; left.length > 0; tries++) {
    const some = left
    const gone = await source.use('read', (client) => client.removeIfSame(tally.from, some))
    const changed = some.filter((_, at) => gone[at] === false)
    if (changed.length === 0) return
    if (tries === MOST_TRIES) return changed.forEach((key) => stayed(sending, key))
    const fresh = await dumpKeys(
      sending,
      changed.map(({key}) => key),
    )
    changed.filter((_, at) => fresh[at] instanceof Error).forEach((key) => stayed(sending, key))
    const again = fresh.flatMap((one) => (one === undefined || one instanceof Error ? [] : one))
    const sentAgain = await restore(sending, owner, again, true).catch(asReason)
    const errors = sentAgain instanceof Error ? again.map(() => sentAgain) : sentAgain
    again.filter((_, at) => errors[at] !== undefined).forEach((key) => stayed(sending, key))
    left = again.filter((_, at) => errors[at] === undefined)
  }
}

function stayed({troubles, tally}: Sending, {key}: DumpedKey): void {
  troubles.add({
    key,
    db: tally.from,
    what: 'it changed on the source during the import, and was kept there too',
  })
}
