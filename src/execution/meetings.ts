import type {MeetTarget} from '../redis/node-client.js'
import type {Member} from './member.js'

/** A node, and those that it does not know and should. */
export type Unknowing<T> = {readonly node: T; readonly strangers: readonly T[]}

/** `met` does not know `by`, which should be told to MEET it. */
export type Meeting<T> = {readonly by: T; readonly met: T}

/** So few strangers are met at once, and in a bigger cluster half of all nodes: then most nodes know each other. */
export const FEW_AT_FIRST = 64
/** A node that still misses at most so many others is introduced to each of them. */
const FEW_LATER = 8
/** Time for what nodes learned in one round to spread: servers begin handshakes ten times a second. */
const ROUND_MS = 250
/** A server gives up a handshake without an answer after a while, so MEET is repeated, but not at once. */
const REPEAT_AFTER_MS = 700
/** After so many rounds, news does not spread by itself: all nodes that do not know each other are introduced. */
const SPREADING_ROUNDS = 8

/**
 * Who should MEET whom, and when, so that all nodes soon know each other. Nodes that meet also tell each other about some
 * that they know, and the servers then introduce themselves to these at once. So where many miss many, each meets only
 * those 1, 2, 3, 4, 6, 8, 12, … places away in the list, and those at other distances in each later round.
 */
export class Introductions<T> {
  private readonly places: ReadonlyMap<T, number>
  /** When a pair was told to meet, in milliseconds. */
  private readonly lastMet = new Map<number, number>()
  private readonly spreads: boolean
  private round = -1
  private nextAt = -Infinity

  /** `all`: the nodes that should know each other. `spreads`: whether news spreads among them without harm. */
  constructor(all: readonly T[], spreads: boolean) {
    this.places = new Map(all.map((one, at) => [one, at]))
    this.spreads = spreads
  }

  /** The meetings that are due at this time, in milliseconds; none while those of the last round spread. */
  next(unknowing: readonly Unknowing<T>[], now: number): Meeting<T>[] {
    if (now < this.nextAt) return []
    this.nextAt = now + ROUND_MS
    this.round++
    const due: Meeting<T>[] = []
    for (const [pair, meetings] of this.pairsToMeet(unknowing)) {
      const last = this.lastMet.get(pair)
      if (last !== undefined && now - last < REPEAT_AFTER_MS) continue
      this.lastMet.set(pair, now)
      // One meeting makes both nodes know each other, and handshakes take most of the time. But a node takes the other's
      // address from the connection, and a host with several addresses may use one on which the node does not listen. So
      // if one direction was not enough, both are tried.
      due.push(...(last === undefined ? meetings.slice(0, 1) : meetings))
    }
    return due
  }

  private pairsToMeet(unknowing: readonly Unknowing<T>[]): ReadonlyMap<number, readonly Meeting<T>[]> {
    const missing = new Map(unknowing.map(({node, strangers}) => [node, strangers.length]))
    const pairs = new Map<number, Meeting<T>[]>()
    for (const {node, strangers} of unknowing) {
      for (const stranger of strangers) {
        const pair = this.pairOf(node, stranger)
        const fewest = Math.min(strangers.length, missing.get(stranger) ?? 0)
        if (!this.lastMet.has(pair) && !this.isNext(node, stranger, fewest)) continue
        const meetings = pairs.get(pair) ?? []
        pairs.set(pair, meetings)
        meetings.push({by: stranger, met: node})
      }
    }
    return pairs
  }

  /** Whether two nodes should meet that were not told so before; `fewest`: strangers of the one that has fewer. */
  private isNext(node: T, stranger: T, fewest: number): boolean {
    const {size} = this.places
    const few = this.round === 0 ? Math.max(FEW_AT_FIRST, size / 2) : FEW_LATER
    if (!this.spreads || fewest <= few || this.round >= SPREADING_ROUNDS) return true
    return isRound(((this.placeOf(stranger) - this.placeOf(node) + size) % size) + this.round)
  }

  /** The same number for both orders of two nodes. */
  private pairOf(one: T, other: T): number {
    const [a, b] = [this.placeOf(one), this.placeOf(other)]
    return Math.min(a, b) * this.places.size + Math.max(a, b)
  }

  private placeOf(one: T): number {
    return this.places.get(one) ?? 0
  }
}

/** 1, 2, 3, 4, 6, 8, 12, 16, 24, …: a power of two, or three times one. */
function isRound(number: number): boolean {
  return number > 0 && Number.isInteger(number / 2 ** (Math.floor(Math.log2(number)) - 1))
}

/** Tells nodes to MEET others; each gets all its commands at once. */
export async function introduce(meetings: readonly Meeting<Member>[]): Promise<void> {
  const targets = new Map<Member, MeetTarget[]>()
  for (const {by, met} of meetings) {
    const those = targets.get(by) ?? []
    targets.set(by, those)
    those.push(met.target)
  }
  await Promise.all([...targets].map(([by, those]) => by.client.meet(those)))
}
