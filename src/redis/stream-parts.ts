import {afterId} from './pieces/stream-ids.js'
import {
  consumersOf,
  factsOf,
  groupHead,
  groupsOf,
  pendingParts,
  streamFacts,
  toldFacts,
  wordOf,
} from './value-digest.js'
import type {ReadOf} from './pieces/piece.js'
import {accept, type Command} from './wire.js'

/**
 * Reads a stream with its groups, consumers and pending entries; `take` gets all parts in order. Returns facts that not
 * every version reports. Throws ReplyRefused.
 */
export async function readStreamParts(at: ReadOf, take: (part: Buffer) => void): Promise<string[]> {
  const {key, ask} = at
  const [groups, facts] = await ask([
    ['XINFO', 'GROUPS', key],
    ['XINFO', 'STREAM', key],
  ])
  const known = factsOf(accept(facts))
  const last = wordOf(known.get('last-generated-id'))
  take(last)
  const rows = (from: string): Command => ['XRANGE', key, from, last, 'COUNT', at.size]
  await eachRow(at, rows, ([id, words]) => [wordOf(id), ...(words as Buffer[])].forEach(take))
  for (const group of groupsOf(accept(groups))) {
    const name = wordOf(group.get('name'))
    groupHead(group).forEach(take)
    const pending = (from: string): Command => ['XPENDING', key, name, from, last, at.size]
    await eachRow(at, pending, (row) => pendingParts(row).forEach(take))
    const [consumers] = await ask([['XINFO', 'CONSUMERS', key, name]])
    consumersOf(accept(consumers)).forEach(take)
  }
  return toldFacts(known, streamFacts)
}

/** Rows that begin with their ids. */
async function eachRow(
  {ask, size}: ReadOf,
  commandFrom: (id: string) => Command,
  take: (row: readonly unknown[]) => void,
): Promise<void> {
  for (let from = '0-0'; ;) {
    const rows = accept((await ask([commandFrom(from)]))[0]) as unknown[][]
    rows.forEach(take)
    const last = rows.length < size ? undefined : rows.at(-1)
    if (last === undefined) return
    from = afterId(String(last[0]))
  }
}
