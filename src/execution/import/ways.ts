import {ClusterToolError} from '../../domain/errors.js'
import type {ImportWay} from '../../domain/import.js'
import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {migrate, targetOf} from './by-migrate.js'
import {cannotGoOn, type Sending} from './job.js'
import {settleExisting} from './settle-existing.js'

const MOST_TRIES = 3

/**
 * How the keys of the source are sent to an owner. Tested with one key that the owner does not have: the source sends
 * a copy, and clustertool checks whether it has arrived. From the source, the address of an owner may be unreachable
 * or belong to another server, and keys that are moved there would be lost. `keys`: some that the owner does not
 * have. Undefined if all of them disappeared in the meantime, or are refused. Throws INCOMPLETE if the way that the
 * user asked for does not work.
 */
export function wayTo(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
): Promise<ImportWay | undefined> {
  const {ways, job} = sending
  const known = ways.get(owner)
  if (known) return known
  const found =
    job.settings.way === 'stream' ? Promise.resolve('stream' as const) : tryWay(sending, owner, keys)
  ways.set(owner, found)
  const forget = () => ways.get(owner) === found && ways.delete(owner)
  found.then((way) => way ?? forget(), forget)
  return found
}

async function tryWay(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
): Promise<ImportWay | undefined> {
  // A small key is fast, and stays within the timeout.
  const small = keys.toSorted((a, b) => (a.bytes ?? 0) - (b.bytes ?? 0)).slice(0, MOST_TRIES)
  for (const key of small) {
    const way = await tryWith(sending, owner, key)
    if (way) return way
  }
  return undefined
}

/** Undefined if the key was gone before it could be sent. */
async function tryWith(sending: Sending, owner: NodeId, key: SizedKey): Promise<ImportWay | undefined> {
  const {job, source, tally} = sending
  const target = await targetOf(sending, owner)
  const place = `${target.host}:${target.port}`
  sending.tried.add(key)
  // Never with REPLACE: the server at that address may be another one.
  const error = await source.sending.take(() =>
    migrate(sending, [key.key], target, {copy: true, replace: false}),
  )
  if (error && isFinal(error)) throw cannotGoOn(sending, job.owners.nameOf(owner), error)
  // Rejects if the owner does not answer, and returns an error if it is no longer the owner; then the test is
  // repeated.
  const [arrived] = await job.owners.use(owner, (client) => client.exist(tally.to, [key.key]))
  if (arrived === undefined) return undefined
  if (arrived instanceof Error) throw arrived
  if (arrived) {
    const {keys: changed} = await settleExisting(sending, owner, [key], 'imported')
    if (changed.length === 0) sending.arrived.add(key)
    return 'migrate'
  }
  const why = error ? whyNot(error, place) : await whyUnseen(sending, key, place)
  return why === undefined ? undefined : goAround(sending, why)
}

/**
 * Why a key has not arrived although it was sent without an error; undefined if the source did not have it any more.
 */
async function whyUnseen({source, tally}: Sending, {key}: SizedKey, place: string) {
  const [still] = await source.use('read', (client) => client.exist(tally.from, [key]))
  return still === false ? undefined : anotherServer(place)
}

/** Undefined if another key may tell more. Throws errors that are temporary. */
function whyNot(error: Error, place: string): string | undefined {
  const kind = importErrorKind(error)
  if (kind === 'try-again') throw error
  if (kind === 'key') return undefined
  const isAnother = kind === 'busy-key' || kind === 'elsewhere'
  return isAnother ? anotherServer(place) : `cannot send to ${place} (${error.message})`
}

function anotherServer(place: string): string {
  return `finds another server at ${place}`
}

/** Whether the error would be the same with every way. */
function isFinal(error: Error): boolean {
  return importErrorKind(error) === 'fatal' && !/NOPERM|unknown command/i.test(error.message)
}

function goAround({job, source}: Sending, why: string): ImportWay {
  if (job.settings.way === 'migrate') {
    throw new ClusterToolError('INCOMPLETE', `The source ${source.name} ${why}; use --way stream`)
  }
  job.onEvent({
    type: 'note',
    index: 0,
    text: `The source ${source.name} ${why}, so its keys go through this machine (DUMP and RESTORE).`,
  })
  return 'stream'
}
