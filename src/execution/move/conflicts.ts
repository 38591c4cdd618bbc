import {isSameDump, isSameExpiry} from '../../domain/copies.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ConflictPolicy} from '../../domain/move.js'
import type {DumpedKey} from '../../redis/dumped-key.js'
import {isSameDigest} from '../../redis/value-digest.js'
import type {StepExecution} from '../step-execution.js'
import type {Endpoint} from './by-keys/endpoint.js'
import type {KeyGroup} from './by-keys/pace.js'
import {type LocatedKey, nameKey} from './key-name.js'

/** The two nodes that have copies of keys: the source, on its connection for keys, and the target. */
export type ConflictEnds = {
  readonly keys: Endpoint
  readonly target: Endpoint
  readonly execution: Pick<StepExecution, 'saveKeys'>
}

/** The results for keys that both ends of a move have. */
export class Conflicts {
  /** Copies that were equal. */
  same = 0
  /** Copies that were saved to `file`, because the other one is kept. */
  saved = 0
  file: string | undefined
  /** Keys of which both copies were kept, because nobody decided which one counts. */
  readonly kept = new Map<string, LocatedKey>()
  private readonly tries = new Map<string, number>()

  /** Counts how often a key is examined, and keeps both copies of a key that clients change again and again. */
  giveUpOn(place: LocatedKey): boolean {
    const name = nameKey(place)
    const tries = (this.tries.get(name) ?? 0) + 1
    this.tries.set(name, tries)
    if (tries > MOST_TRIES) this.kept.set(name, place)
    return tries > MOST_TRIES
  }

  /** Whether both copies of a key are kept. */
  isKept(place: LocatedKey): boolean {
    return this.kept.has(nameKey(place))
  }

  /** Slots that hold such keys. */
  get keptIn(): Set<number> {
    return new Set([...this.kept.values()].map(({slot}) => slot))
  }
}

export type Resolving = {
  /** The end that owns the slots: clients read and write its copy. */
  readonly owner: 'source' | 'target'
  readonly policy: ConflictPolicy
  readonly found: Conflicts
}

/** If clients change a key all the time, it has changed each time that a copy is to be deleted. */
const MOST_TRIES = 20
/** Values may be large, and both copies are in memory at the same time. */
const COMPARED_AT_ONCE = 50

/**
 * Compares the copies of keys that both ends have, and decides by the policy which one counts. The other one is saved
 * to a file first. Returns the groups whose copy on the target is to be overwritten now with MIGRATE REPLACE: the
 * source serves these keys, so nobody changes the copy that is overwritten. Copies on the source that do not count
 * are deleted when this returns. A key that changes in the meantime is in neither list, and has to be examined again.
 * Keys about which nobody decided are in `found.kept`. Throws INCOMPLETE if a copy that clients use cannot be deleted
 * safely.
 */
export async function resolveConflicts(
  ends: ConflictEnds,
  groups: readonly KeyGroup[],
  resolving: Resolving,
): Promise<KeyGroup[]> {
  const replaced: KeyGroup[] = []
  for (const group of groups) {
    for (let at = 0; at < group.keys.length; at += COMPARED_AT_ONCE) {
      const some = {...group, keys: group.keys.slice(at, at + COMPARED_AT_ONCE)}
      const winners = await resolveSome(ends, some, resolving)
      const names = new Set(winners.map(({key}) => key.toString('hex')))
      const keys = some.keys.filter(({key}) => names.has(key.toString('hex')))
      if (keys.length > 0) replaced.push({...some, keys})
    }
  }
  return replaced
}

/** `ours` is the copy on the source, `theirs` that on the target. */
type CopyPair = {readonly key: Buffer; readonly ours: DumpedKey; readonly theirs: DumpedKey}

/** Returns the keys whose copy on the source replaces the copy on the target. */
async function resolveSome(
  ends: ConflictEnds,
  group: KeyGroup,
  {owner, policy, found}: Resolving,
): Promise<CopyPair[]> {
  const read = await readPairs(ends, group)
  const pairs = read.filter(({key}) => !found.giveUpOn({slot: group.slot, db: group.db, key}))
  const {same, different} = await compare(ends, group, pairs)
  found.same += same.length
  // While the source serves a key, nobody changes the copy on the target, so the newest copy goes there.
  const replaced = owner === 'source' ? same : []
  if (owner === 'target') await removeFrom(ends.keys, group, {pairs: same, copy: 'ours', served: false})
  if (different.length === 0) return replaced
  if (policy !== 'stop')
    return [...replaced, ...(await decide(ends, group, {owner, policy, found, different}))]
  for (const {key} of different) {
    const place = {slot: group.slot, db: group.db, key}
    found.kept.set(nameKey(place), place)
  }
  return replaced
}

async function decide(
  ends: ConflictEnds,
  group: KeyGroup,
  {owner, policy, found, different}: Resolving & {readonly different: readonly CopyPair[]},
): Promise<readonly CopyPair[]> {
  const sourceWins = (policy === 'keep-owner') === (owner === 'source')
  const loser = sourceWins ? 'theirs' : 'ours'
  await save(ends, group, {pairs: different, copy: loser, found})
  if (sourceWins && owner === 'source') return different
  const end = sourceWins ? ends.target : ends.keys
  // A client may change the owner's copy at any moment.
  const served = sourceWins ? owner === 'target' : owner === 'source'
  await removeFrom(end, group, {pairs: different, copy: loser, served})
  return []
}

async function readPairs({keys, target}: ConflictEnds, {db, keys: sized}: KeyGroup): Promise<CopyPair[]> {
  const names = sized.map(({key}) => key)
  const [ours, theirs] = await Promise.all([
    keys.with((client) => client.dump(db, names)),
    target.with((client) => client.dump(db, names)),
  ])
  return names.flatMap((key, at) => {
    const [own, other] = [ours[at], theirs[at]]
    return own && other ? [{key, ours: own, theirs: other}] : []
  })
}

/**
 * Equal values may be stored in different ways, such as the fields of a hash in another order. These are read and
 * compared completely.
 */
async function compare({keys, target}: ConflictEnds, {db}: KeyGroup, pairs: readonly CopyPair[]) {
  const unlike = pairs.filter(({ours, theirs}) => !isSameDump(ours.payload, theirs.payload))
  const names = unlike.map(({key}) => key)
  const [ours, theirs] =
    names.length === 0
      ? [[], []]
      : await Promise.all([
          keys.with((client) => client.digests(db, names)),
          target.with((client) => client.digests(db, names)),
        ])
  const gone = new Set(unlike.filter((_, at) => ours[at] === undefined || theirs[at] === undefined))
  const differs = new Set(unlike.filter((_, at) => !isSameDigest(ours[at] ?? '', theirs[at] ?? '')))
  const isSame = (pair: CopyPair) => !differs.has(pair) && isSameExpiry(pair.ours, pair.theirs)
  const left = pairs.filter((pair) => !gone.has(pair))
  return {same: left.filter(isSame), different: left.filter((pair) => !isSame(pair))}
}

type Losers = {readonly pairs: readonly CopyPair[]; readonly copy: 'ours' | 'theirs'}

async function save(
  {keys, target, execution}: ConflictEnds,
  {slot, db}: KeyGroup,
  {pairs, copy, found}: Losers & {readonly found: Conflicts},
): Promise<void> {
  const node = copy === 'ours' ? keys.name : target.name
  found.file = await execution.saveKeys(
    pairs.map((pair) => {
      const {key, payload, ttlMs} = pair[copy]
      return {node, db, slot, key, timeToLiveMs: ttlMs, payload}
    }),
  )
  found.saved += pairs.length
}

/** A copy that changed since it was read stays, and is examined again. `served`: clients use this copy. */
async function removeFrom(
  end: Endpoint,
  {slot, db}: KeyGroup,
  {pairs, copy, served}: Losers & {readonly served: boolean},
): Promise<void> {
  if (pairs.length === 0) return
  const copies = pairs.map((pair) => pair[copy])
  const gone = await end.with((client) => client.removeIfSame(db, copies))
  if (gone) return
  if (served) {
    throw new ClusterToolError(
      'INCOMPLETE',
      `${end.name} does not allow this user to run EVAL, which is needed to delete copies of keys of slot ${slot} safely`,
    )
  }
  const names = copies.map(({key}) => key)
  await end.with((client) => client.remove(db, names))
}
