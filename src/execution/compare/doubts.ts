import {setTimeout as sleep} from 'node:timers/promises'
import {unlessBug} from '../../domain/bug.js'
import type {NodeId} from '../../domain/node.js'
import {settleAll} from '../../domain/settle-all.js'
import {whenServerError} from '../../redis/errors.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {weightOf} from '../import/batches.js'
import {type ReadPair, readPairs} from '../import/compare-keys.js'
import type {Lane} from '../import/job.js'
import {ownersSilent} from '../import/verdicts.js'
import {type EarlierValue, isSameValue, judgeLook, type KeyLook, type LookVerdict} from './judge-look.js'

/** A key that was not equal when it was first looked at. */
type Doubt = {
  readonly key: SizedKey
  readonly earlier: EarlierValue[]
  /** When both sides were looked at first; undefined before that. */
  since: number | undefined
  /** Since when the source has had the same value at each look. */
  stillSince: number
  /** Since when a side has not told what it has; undefined if both have. */
  silentSince: number | undefined
  /** When it is to be looked at again. */
  nextAt: number
}

/** What a key turned out to be, when there is no doubt any more. */
export type Settled = Exclude<LookVerdict, 'again'>

/** More are not kept in memory: the oldest are settled first. */
const MOST = 50_000
const AT_ONCE = 5000
/** How often a key is looked at within the lag. */
const LOOKS = 4

/** The keys of a lane that are in doubt, each of which is looked at again until it is settled. */
export class Doubts {
  private readonly lane: Lane
  private readonly lagMs: number
  private readonly onSettled: (key: SizedKey, verdict: Settled) => void
  /** In the order in which they are to be looked at. */
  private open: Doubt[] = []

  /** `onSettled`: called for each key, once. */
  constructor(lane: Lane, lagMs: number, onSettled: (key: SizedKey, verdict: Settled) => void) {
    this.lane = lane
    this.lagMs = lagMs
    this.onSettled = onSettled
  }

  /** Takes up keys; settles others first if they are too many. */
  async add(keys: readonly SizedKey[]): Promise<void> {
    const nextAt = performance.now() + this.lagMs / LOOKS
    const fresh = {since: undefined, stillSince: 0, silentSince: undefined, nextAt}
    for (const key of keys) this.open.push({key, earlier: [], ...fresh})
    while (this.open.length > MOST && !this.lane.job.signal.aborted) await this.lookAtSome()
  }

  /** Looks at all of them until none is left. Throws UNREACHABLE if an owner does not answer. */
  async settle(): Promise<void> {
    while (this.open.length > 0 && !this.lane.job.signal.aborted) await this.lookAtSome()
  }

  /** Forgets all: everything is read again from the beginning. */
  clear(): void {
    this.open = []
  }

  /** Others may add keys, and look at some, in the meantime. */
  private async lookAtSome(): Promise<void> {
    const restMs = this.open.reduce((next, {nextAt}) => Math.min(next, nextAt), Infinity) - performance.now()
    const {signal} = this.lane.job
    if (restMs > 0) await sleep(restMs, undefined, {signal}).catch(unlessBug)
    const now = performance.now()
    const due = this.open.filter(({nextAt}) => nextAt <= now).slice(0, AT_ONCE)
    const isDue = new Set(due)
    this.open = this.open.filter((doubt) => !isDue.has(doubt))
    this.open.push(...(await this.lookAt(due)))
  }

  /** Looks at keys once; returns those that are still in doubt. */
  private async lookAt(doubts: readonly Doubt[]): Promise<Doubt[]> {
    const byKey = new Map(doubts.map((doubt) => [doubt.key, doubt]))
    const groups = this.lane.job.owners.group(doubts.map(({key}) => key))
    const looks = await settleAll([...groups].map(([owner, keys]) => this.read(owner, keys)))
    return looks.flat().flatMap((pair) => {
      const doubt = byKey.get(pair.key)
      return doubt && !this.judge(doubt, pair) ? [doubt] : []
    })
  }

  private async read(owner: NodeId | undefined, keys: readonly SizedKey[]): Promise<ReadPair[]> {
    const asked = owner === undefined ? undefined : readPairs(this.lane, owner, keys)
    const pairs = await asked?.catch(whenServerError(undefined))
    if (pairs) return pairs
    await this.lane.job.owners.refreshIfPossible()
    const at = performance.now()
    return keys.map((key) => ({key, ours: undefined, theirs: NO_ANSWER, at}))
  }

  /** Whether a key is settled by what both sides have. */
  private judge(doubt: Doubt, both: ReadPair): boolean {
    const {ours, theirs, at} = both
    const isChanged = note(doubt, both)
    const sinceMs = at - (doubt.since ?? at)
    const stillMs = doubt.since === undefined ? 0 : at - doubt.stillSince
    const verdict = judgeLook({ours, theirs, sinceMs, stillMs}, doubt.earlier, this.lagMs)
    if (verdict !== 'again') {
      this.onSettled(doubt.key, verdict)
      return true
    }
    if (isRead(both)) doubt.earlier.push(ours as EarlierValue)
    if (doubt.earlier.length > MOST_EARLIER) doubt.earlier.shift()
    const now = performance.now()
    doubt.nextAt = now + (isChanged && weightOf(doubt.key) <= MOST_SOON_BYTES ? SOON_MS : this.lagMs / LOOKS)
    const {patienceMs} = this.lane.job.settings
    const silentMs = now - (doubt.silentSince ?? now)
    if (silentMs > patienceMs) throw ownersSilent(this.open.length + 1, patienceMs)
    return false
  }
}

type BothReplies = Pick<KeyLook, 'ours' | 'theirs'>

function isRead({ours, theirs}: BothReplies): boolean {
  return !(ours instanceof Error) && !(theirs instanceof Error)
}

/** Notes when something was seen. Returns whether the source has another value than at the last look. */
function note(doubt: Doubt, both: ReadPair): boolean {
  const now = both.at
  if (!isRead(both)) {
    doubt.silentSince ??= now
    return false
  }
  doubt.silentSince = undefined
  const {earlier} = doubt
  const isFirst = doubt.since === undefined
  const isChanged = !isFirst && !isSameValue(earlier.at(-1), both.ours as EarlierValue)
  doubt.since ??= now
  if (isFirst || isChanged) doubt.stillSince = now
  return isChanged
}

/**
 * A key that the source changes is read again after this time, because the cluster may have the same value for a moment
 * only. A large one is not read so often.
 */
const SOON_MS = 20
const MOST_SOON_BYTES = 200_000
const MOST_EARLIER = 100

/** Stands for the reply of an owner that did not answer. */
const NO_ANSWER = new Error('TRYAGAIN')
