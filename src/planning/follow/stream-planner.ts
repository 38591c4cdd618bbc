import {nameOfStreamKey, type StreamKey} from '../../domain/follow.js'
import type {CommandWay} from './command-way.js'
import {wayOf} from './way-of.js'

/** A command of the stream. `end`: bytes of the stream up to its end. */
export type PlannedCommand = {readonly words: readonly Buffer[]; readonly end: number}

/** A command, or a part of one, that is sent to the owner of its slot. */
export type StreamPiece = {
  readonly slot: number
  readonly db: number
  readonly words: readonly Buffer[]
  /** All keys that it names. */
  readonly keys: readonly StreamKey[]
  /** The keys that it may change. */
  readonly changes: readonly StreamKey[]
  /** Of the source's transaction that it is part of. */
  readonly transaction: number | undefined
  /** Whether 0 or nothing as the answer says that the cluster did not have what the source had. */
  readonly mustHaveEffect: boolean
  readonly end: number
}

/** A command that everything before it has to be done for. */
export type Barrier = {
  readonly way: CommandWay & {readonly kind: BarrierKind}
  readonly words: readonly Buffer[]
  readonly db: number
  readonly end: number
}

export type PlannedBatch = {
  readonly pieces: readonly StreamPiece[]
  /** How many of the commands it has; a barrier is not among them. */
  readonly used: number
  readonly barrier: Barrier | undefined
  /** Commands that went the safe way. */
  readonly safe: number
  /** Scripts as clients sent them, which may have changed keys that they do not name. */
  readonly scripts: number
}

type BarrierKind = 'everywhere' | 'flush' | 'swap' | 'slots' | 'unknown'
type PlannedWay = Exclude<CommandWay, {readonly kind: BarrierKind}>
type WayOfKeys = CommandWay & {readonly kind: 'forward' | 'effect' | 'script'}
type GrowingBatch = {readonly pieces: StreamPiece[]; safe: number; scripts: number}

const BARRIERS: ReadonlySet<string> = new Set<BarrierKind>([
  'everywhere',
  'flush',
  'swap',
  'slots',
  'unknown',
])

function isBarrier(way: CommandWay): way is CommandWay & {readonly kind: BarrierKind} {
  return BARRIERS.has(way.kind)
}

type PlannerFacts = {
  readonly slotOf: (key: Buffer) => number
  /** The databases in which a command may be while it is not known which one it is for. */
  readonly databases: readonly number[]
  /** Whether a database of the source is followed. */
  readonly follows: (db: number) => boolean
}

/**
 * Decides for each command of a stream which way it takes. A key whose value cannot be made from the stream alone is to be
 * brought over from the source as it is at a later place; until the stream comes to this place, its commands are left out.
 */
export class StreamPlanner {
  /** The keys that are to be brought over, by name. */
  readonly wanted = new Map<string, StreamKey>()
  /** Up to this byte of the stream, nothing is sent, and what a command changes is brought over. */
  bringUpTo = 0
  /** The database of the next command; undefined while it is unknown. */
  database: number | undefined
  /** Keys that the cluster has as they are at a later place of the stream. */
  private readonly ahead = new Map<string, {readonly key: StreamKey; readonly until: number}>()
  private readonly facts: PlannerFacts
  private transaction: number | undefined
  private transactions = 0

  constructor(facts: PlannerFacts, database: number | undefined) {
    this.facts = facts
    this.database = database
  }

  /** Notes that the cluster has a key as it was at this place of the stream. */
  brought(key: StreamKey, offset: number): void {
    const name = nameOfStreamKey(key)
    this.wanted.delete(name)
    this.ahead.set(name, {key, until: offset})
  }

  /**
   * Another server has taken over, and has the stream up to this byte in common with the one before: keys that were read
   * later may have values that only that one had.
   */
  distrust(offset: number): void {
    for (const [name, {key, until}] of this.ahead) {
      if (until <= offset) continue
      this.ahead.delete(name)
      this.wanted.set(name, key)
    }
  }

  /** A key whose value in the cluster is not certain. */
  want(key: StreamKey): void {
    this.wanted.set(nameOfStreamKey(key), key)
  }

  /** Forgets what is behind this place of the stream. */
  passed(offset: number): void {
    for (const [name, {until}] of this.ahead) if (until <= offset) this.ahead.delete(name)
  }

  /** Plans commands up to the first barrier. */
  plan(commands: readonly PlannedCommand[]): PlannedBatch {
    const batch = {pieces: [] as StreamPiece[], safe: 0, scripts: 0}
    for (const [used, {words, end}] of commands.entries()) {
      const db = this.database ?? 0
      const way = wayOf(words, db)
      if (isBarrier(way)) return {...batch, used, barrier: {way, words, db, end}}
      this.planOne(way, end, batch)
    }
    return {...batch, used: commands.length, barrier: undefined}
  }

  private planOne(way: PlannedWay, end: number, batch: GrowingBatch): void {
    switch (way.kind) {
      case 'select':
        this.database = way.db
        break
      case 'multi':
        this.transaction = ++this.transactions
        break
      case 'exec':
        this.transaction = undefined
        break
      case 'ignore':
        break
      case 'split':
        for (const {key, words} of way.parts) {
          this.planKeys({kind: 'forward', words, keys: [key], changes: [key]}, end, batch)
        }
        break
      default:
        this.planKeys(way, end, batch)
    }
  }

  private planKeys(way: WayOfKeys, end: number, batch: GrowingBatch): void {
    if (way.kind === 'script') batch.scripts++
    const all = way.kind === 'forward' ? this.inDatabases(way.changes) : way.keys
    const changes = all.filter(({db}) => this.facts.follows(db))
    const behind = changes.filter((key) => !this.isAhead(key, end))
    // Nobody follows the database, or the cluster has what comes of the command, and of those after it, already.
    if (all.length > 0 && behind.length === 0) return
    const piece = way.kind === 'forward' ? this.pieceOf(way, end) : undefined
    if (piece) batch.pieces.push(piece)
    else {
      batch.safe++
      for (const key of behind) this.want(key)
    }
  }

  /** Undefined if the command cannot be sent as it is. */
  private pieceOf(
    {words, keys, changes, noEffect}: CommandWay & {readonly kind: 'forward'},
    end: number,
  ): StreamPiece | undefined {
    const db = this.database
    const [first] = keys
    if (db === undefined || end <= this.bringUpTo || !first) return undefined
    const slot = this.facts.slotOf(first)
    const isHere = (key: Buffer) => key === first || this.facts.slotOf(key) === slot
    if (!keys.every((key) => isHere(key) && this.isKnown({db, key}, end))) return undefined
    return {
      slot,
      db,
      words,
      keys: keys.map((key) => ({db, key})),
      changes: changes.map((key) => ({db, key})),
      transaction: this.transaction,
      mustHaveEffect: noEffect !== undefined,
      end,
    }
  }

  /** While it is not known which database a command is for, its keys may have been changed in each. */
  private inDatabases(keys: readonly Buffer[]): StreamKey[] {
    const databases = this.database === undefined ? this.facts.databases : [this.database]
    return databases.flatMap((db) => keys.map((key) => ({db, key})))
  }

  /** Whether the cluster has a key as the source had it when it ran the command that ends there. */
  private isKnown(key: StreamKey, end: number): boolean {
    return !this.wanted.has(nameOfStreamKey(key)) && !this.isAhead(key, end)
  }

  private isAhead(key: StreamKey, end: number): boolean {
    return (this.ahead.get(nameOfStreamKey(key))?.until ?? 0) >= end
  }
}
