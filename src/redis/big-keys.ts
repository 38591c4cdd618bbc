import type {FoundKey, BigKeySearch} from '../domain/cluster-report.js'
import {biggestOf, type LargeKey} from '../domain/key-tally.js'
import {KeyScanner} from './key-scan.js'
import type {Wire} from './wire.js'

/** How many of the biggest are kept. */
const KEPT = 20

/**
 * Looks for the biggest keys of database 0, for at most this many milliseconds. On a replica, the connection is
 * READONLY afterwards. Rejects with ReplyRefused if a command is refused.
 */
export async function searchBigKeys(wire: Wire, limitMs: number): Promise<BigKeySearch> {
  const end = performance.now() + limitMs
  const scanner = new KeyScanner(wire)
  await scanner.begin()
  const total = Number(await wire.call('DBSIZE'))
  let biggest: readonly LargeKey[] = []
  let scanned = 0
  let cursor = '0'
  do {
    const {cursor: next, keys, found} = await scanner.next(0, cursor)
    cursor = next
    scanned += found
    biggest = biggestOf([...biggest, ...keys.map((key) => ({...key, db: 0}))], KEPT)
  } while (cursor !== '0' && performance.now() < end)
  return {keys: await withTypes(scanner, biggest), scanned, total, complete: cursor === '0'}
}

async function withTypes(scanner: KeyScanner, largest: readonly LargeKey[]): Promise<FoundKey[]> {
  const keys = largest.map(({key}) => key)
  const types = await scanner.types(0, keys)
  return largest.map(({key, bytes}, at) => ({key: key.toString(), bytes, type: types[at] ?? 'none'}))
}
