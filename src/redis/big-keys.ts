import type {FoundKey, BigKeySearch} from '../domain/cluster-report.js'
import {unlessRefused} from './errors.js'
import {accept, type Command, type Wire, type WireReply} from './wire.js'

/** Keys for each SCAN. */
const BATCH = 200
/** How many of the biggest are kept. */
const KEPT = 20

/** The slot of the key is being moved, so this node may not have the key any more. */
const MOVING: ReadonlySet<string> = new Set(['ASK', 'MOVED', 'TRYAGAIN'])

type Sized = {readonly key: Buffer; readonly bytes: number}

/**
 * Looks for the biggest keys of database 0 with SCAN and MEMORY USAGE, for at most this many milliseconds. SCAN returns
 * keys in the order of their hashes, so a part of them is a random sample. On a replica, the connection is READONLY
 * afterwards. Rejects with ReplyRefused if a command is refused.
 */
export async function searchBigKeys(wire: Wire, limitMs: number): Promise<BigKeySearch> {
  const end = performance.now() + limitMs
  // A replica sends clients to its primary otherwise. A primary accepts it, too.
  await wire.call('READONLY').catch(unlessRefused)
  const total = Number(await wire.call('DBSIZE'))
  let biggest: readonly Sized[] = []
  let scanned = 0
  let cursor = '0'
  do {
    const [next, keys] = (await wire.callBytes('SCAN', cursor, 'COUNT', BATCH)) as [Buffer, Buffer[]]
    cursor = next.toString()
    scanned += keys.length
    biggest = keepBiggest([...biggest, ...(await measure(wire, keys))])
  } while (cursor !== '0' && performance.now() < end)
  return {keys: await withTypes(wire, biggest), scanned, total, complete: cursor === '0'}
}

async function measure(wire: Wire, keys: readonly Buffer[]): Promise<Sized[]> {
  const replies = await wire.callAll(keys.map((key): Command => ['MEMORY', 'USAGE', key]))
  return replies.flatMap((reply, at) => {
    const key = keys[at]
    if (key === undefined || MOVING.has(reply.error?.code ?? '')) return []
    // Nil if the key no longer exists.
    return [{key, bytes: Number(accept(reply) ?? 0)}]
  })
}

/** SCAN may return a key twice. */
function keepBiggest(sized: readonly Sized[]): Sized[] {
  const each = new Map(sized.map((one) => [one.key.toString('latin1'), one]))
  return [...each.values()].sort((a, b) => b.bytes - a.bytes).slice(0, KEPT)
}

async function withTypes(wire: Wire, sized: readonly Sized[]): Promise<FoundKey[]> {
  const replies = await wire.callAll(sized.map(({key}): Command => ['TYPE', key]))
  return sized.map(({key, bytes}, at) => ({
    key: key.toString(),
    bytes,
    type: typeOf(replies[at]),
  }))
}

/** A status reply such as `hash`; `none` also if the node no longer has the slot. */
function typeOf(reply: WireReply | undefined): string {
  return typeof reply?.value === 'string' ? reply.value : 'none'
}
