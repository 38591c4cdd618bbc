import type {ClusterTally, CompareSettings, CompareTally} from '../../domain/compare.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {bytesOf, partsOf} from '../import/batches.js'
import {chunksOf} from '../import/chunks.js'
import {type Lane, tellKeys, type Troubles} from '../import/job.js'
import {verdictsOn} from '../import/verdicts.js'
import {Doubts, type Settled} from './doubts.js'
import {sampleOf} from './sample.js'

type Changing<T> = {-readonly [K in keyof T]: T[K]}

/** One database of one source while it is compared. Those of the cluster look for their keys in it. */
export type CompareLane = {
  readonly lane: Lane
  readonly tally: Changing<CompareTally>
  readonly doubts: Doubts
  /** Keys to bring over from the source. */
  readonly wanting: SizedKey[]
  /** Keys that only the cluster has, by their names in hexadecimal. */
  readonly extras: Map<string, SizedKey>
  /** Keys that the source had when it was read. */
  readonly read: WeakSet<SizedKey>
}

/** One database of one node of the cluster. */
export type ClusterLane = {readonly lane: Lane; readonly tally: Changing<ClusterTally>}

const WHAT: Readonly<Record<Exclude<Settled, 'same' | object>, string>> = {
  missing: 'the cluster does not have the key',
  extra: 'only the cluster has the key',
  changing: 'clients change it all the time, so it could not be compared',
}

/** What is wrong with a key, in words. */
export function differenceText(verdict: Exclude<Settled, 'same'>): string {
  return typeof verdict === 'object' ? verdict.what : WHAT[verdict]
}

/** A lane at its start. `troubles`: those of all lanes. */
export function compareLane(lane: Lane, {lagMs}: CompareSettings, troubles: Troubles): CompareLane {
  const {source, from, to, keys} = lane.tally
  const tally = {source, from, to, keys, same: 0, missing: 0, different: 0, changing: 0}
  const wanting: SizedKey[] = []
  const extras = new Map<string, SizedKey>()
  const read = new WeakSet<SizedKey>()
  const told = new Set<string>()
  const onSettled = (key: SizedKey, verdict: Settled) => {
    const hex = key.key.toString('hex')
    if (verdict === 'same' && read.has(key)) tally.same++
    if (verdict === 'extra') extras.set(hex, key)
    // A key that the cluster's side looks for may have been settled before.
    if (verdict === 'same' || verdict === 'extra' || told.has(hex)) return
    told.add(hex)
    if (typeof verdict === 'object') tally.different++
    else tally[verdict]++
    const what = differenceText(verdict)
    troubles.add({key: key.key, db: from, what})
    if (verdict !== 'changing') wanting.push(key)
  }
  return {lane, tally, doubts: new Doubts(lane, lagMs, onSettled), wanting, extras, read}
}

/** Compares the keys of a database of the source with the cluster. Throws UNREACHABLE and INCOMPLETE. */
export async function compareDatabase(one: CompareLane, sample: number | undefined): Promise<void> {
  const {lane, tally, doubts, read} = one
  for await (const keys of keysOf(lane, sample)) {
    // Nobody can read a stray key of a source cluster; its owner has the value that counts.
    const own = keys.filter(({key}) => lane.source.owns(key))
    const verdicts = await verdictsOn(lane, own)
    const isFine = (verdict: (typeof verdicts)[number][1]) => verdict === 'equal' || verdict === 'gone'
    tally.same += verdicts.filter(([, verdict]) => isFine(verdict)).length
    const doubtful = verdicts.flatMap(([key, verdict]) => (isFine(verdict) ? [] : [key]))
    for (const key of doubtful) read.add(key)
    await doubts.add(doubtful)
    refuseTooMany([one])
    if (lane.job.signal.aborted) return
  }
  await doubts.settle()
}

/** They are kept in memory. */
const MOST_DIFFERENCES = 1_000_000

/** Throws INCOMPLETE if more keys of these lanes differ than can be kept. */
export function refuseTooMany(lanes: readonly CompareLane[]): void {
  const found = lanes.reduce((sum, {wanting, extras}) => sum + wanting.length + extras.size, 0)
  if (found <= MOST_DIFFERENCES) return
  throw new ClusterToolError(
    'INCOMPLETE',
    `More than ${MOST_DIFFERENCES} keys differ, so the comparison was ended.`,
    {
      hints: ['clustertool import brings many keys over.'],
    },
  )
}

/**
 * Throws INCOMPLETE if a server was started again, or replaced by another one, since the comparison began: what it has now
 * is not what was read.
 */
export async function refuseReplaced({source}: Pick<Lane, 'source'>): Promise<void> {
  if ((await source.isUnchanged()) && source.generation === 0) return
  throw replacedError(source.name)
}

function replacedError(name: string): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `${name} was started again, or another server took its place, during the comparison; compare again.`,
  )
}

/** The keys of a database, or so many of them, as fast as the rate allows. Throws INCOMPLETE. */
export async function* keysOf(lane: Lane, sample: number | undefined): AsyncGenerator<readonly SizedKey[]> {
  const {control, signal} = lane.job
  const own = control.beginNext()
  const refuse = () => {
    throw replacedError(lane.source.name)
  }
  const chunks = sample === undefined ? chunksOf(lane, refuse) : sampleOf(lane, sample)
  try {
    for await (const {keys} of chunks) {
      for (const part of partsOf(keys, control.settings.rate)) {
        await own.untilFree(signal)
        await own.untilAdmitted(signal)
        if (signal.aborted) return
        own.noteLoad({keys: part.length, bytes: bytesOf(part)})
        yield part
        tellKeys(lane, part, [])
      }
    }
  } finally {
    control.end(own.index)
  }
}
