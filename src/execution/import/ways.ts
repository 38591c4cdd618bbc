import type {ImportWay} from '../../domain/import.js'
import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {SizedKey} from '../../redis/key-client.js'
import {migrate, targetOf} from './by-migrate.js'
import {cannotGoOn, type Sending} from './job.js'
import {settleExisting} from './settle-existing.js'

/** A source that cannot connect stands still for that long. */
const FIRST_TIMEOUT_MS = 1000
const MOST_TRIES = 3

/**
 * How the source's keys get to an owner. Found out with one key that the owner does not have: the source sends a copy, and
 * this tool looks whether it has come to where it belongs. The address of an owner may lead a source elsewhere into the void,
 * or to another server, and what is moved there would be lost. `keys`: some that the owner does not have.
 */
export function wayTo(sending: Sending, owner: NodeId, keys: readonly SizedKey[]): Promise<ImportWay> {
  const {ways, job} = sending
  const known = ways.get(owner)
  if (known) return known
  const {way} = job.settings
  const found = way === 'auto' ? tryWay(sending, owner, keys) : Promise.resolve(way)
  ways.set(owner, found)
  found.catch(() => ways.get(owner) === found && ways.delete(owner))
  return found
}

async function tryWay(sending: Sending, owner: NodeId, keys: readonly SizedKey[]): Promise<ImportWay> {
  const {job, source, tally} = sending
  const target = await targetOf(sending, owner)
  const place = `${target.host}:${target.port}`
  for (const key of keys.slice(0, MOST_TRIES)) {
    const first = {...target, timeoutMs: Math.min(FIRST_TIMEOUT_MS, target.timeoutMs)}
    const error = await migrate(sending, [key.key], first, {copy: true})
    if (error) {
      const kind = importErrorKind(error)
      if (kind === 'no-way') return goAround(sending, `cannot send to ${place} (${error.message})`)
      if (kind === 'fatal' || kind === 'key') throw cannotGoOn(sending, job.owners.nameOf(owner), error)
      throw new Error(error.message)
    }
    const [arrived] = await job.owners.use(owner, (client) => client.exist(tally.to, [key.key]))
    if (arrived === true) {
      const {keys: changed} = await settleExisting(sending, owner, [key], 'imported')
      if (changed.length === 0) sending.arrived.add(key)
      return 'migrate'
    }
    const [still] = await source.use('read', (client) => client.exist(tally.from, [key.key]))
    if (still !== false) return goAround(sending, `finds another server at ${place}`)
  }
  throw new Error('keys go away while they are looked at')
}

function goAround({job, source}: Sending, why: string): ImportWay {
  job.onEvent({
    type: 'note',
    index: 0,
    text: `The source ${source.name} ${why}, so its keys go through this machine (DUMP and RESTORE).`,
  })
  return 'stream'
}
