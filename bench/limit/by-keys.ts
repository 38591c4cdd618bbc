import type {Address} from '../../src/domain/address.js'
import {command, itemsOf, RawConnection} from './raw-connection.js'

/** A node by its parts, as `host:port`, and by its id. */
type BareEnd = Address & {readonly address: string; readonly id: string}

/** The slots from 0 on that move from one node to another. */
export type BareMove = {
  readonly source: BareEnd
  readonly target: BareEnd
  readonly slots: number
}

/** Slots of which the keys are on their way at one time; the keys of the next ones are listed meanwhile. */
const WINDOW = 64
const TIMEOUT_MS = 60_000

/**
 * Moves slots key by key as fast as the servers can, and nothing else: no check, no plan, no limit for pauses, no
 * journal, and nothing that would help after a failure. Returns the milliseconds that it took.
 */
export async function moveBareByKeys(
  {source, target, slots}: BareMove,
  {keysAtOnce}: {readonly keysAtOnce: number},
): Promise<number> {
  await using from = await RawConnection.open(source)
  await using lister = await RawConnection.open(source)
  await using to = await RawConnection.open(target)
  const all = Array.from({length: slots}, (_, slot) => slot)
  const setSlot = (state: string, peer: string) =>
    all.map((slot) => command('CLUSTER', 'SETSLOT', slot, state, peer))
  const began = performance.now()
  await to.send(setSlot('IMPORTING', source.id))
  await from.send(setSlot('MIGRATING', target.id))
  const list = (first: number) =>
    lister.send(
      all.slice(first, first + WINDOW).map((slot) => command('CLUSTER', 'GETKEYSINSLOT', slot, 1_000_000)),
    )
  let listed = list(0)
  let sent: Promise<unknown> = Promise.resolve()
  for (let first = 0; first < slots; first += WINDOW) {
    const lists = await listed
    listed = list(first + WINDOW)
    const migrations = lists.flatMap((keys) => migrationsOf(itemsOf(keys), target, keysAtOnce))
    const before = sent
    sent = from.send(migrations)
    // The source has always one window more to do.
    await before
  }
  await sent
  await to.send(setSlot('NODE', target.id))
  await from.send(setSlot('NODE', target.id))
  return performance.now() - began
}

function migrationsOf(keys: readonly Buffer[], {host, port}: Address, keysAtOnce: number): Buffer[] {
  const migrations: Buffer[] = []
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const some = keys.slice(at, at + keysAtOnce)
    migrations.push(command('MIGRATE', host, port, '', 0, TIMEOUT_MS, 'KEYS', ...some))
  }
  return migrations
}
