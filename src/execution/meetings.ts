import type {MeetTarget} from '../redis/node-client.js'
import type {Member} from './member.js'

/** A node, and those that it does not know and should. */
export type Unknowing<T> = {readonly node: T; readonly strangers: readonly T[]}

/** `met` does not know `by`, which should be told to MEET it. */
export type Meeting<T> = {readonly by: T; readonly met: T}

/** A node that misses at most so many others is introduced to each of them. */
const FEW_STRANGERS = 24
/** Time for what nodes learned in one round to spread: servers begin handshakes ten times a second. */
const ROUND_MS = 250
/** A server gives up a handshake without an answer after a while, so MEET is repeated, but not at once. */
const REPEAT_AFTER_MS = 700
/** After so many rounds, news does not spread by itself: all nodes that do not know each other are introduced. */
const SPREADING_ROUNDS = 8

/**
 * Who should MEET whom, and when, so that many nodes soon know each other. Nodes that meet also tell each other about some
 * that they know, and the servers then introduce themselves to these at once. So where many miss many, each meets only
 * those 1, 2, 4, 8, … places away in the list, and those at other distances in each later round.
 */
export class Rounds<T> {
  private readonly places: ReadonlyMap<T, number>
  private readonly lastMet = new Map<number, number>()
  private round = -1
  private nextAt = -Infinity

  /** `all`: the nodes that should know each other. */
  constructor(all: readonly T[]) {
    this.places = new Map(all.map((one, at) => [one, at]))
  }

  /** The meetings that are due at this time, in milliseconds; none while those of the last round spread. */
  next(unknowing: readonly Unknowing<T>[], now: number): Meeting<T>[] {
    if (now < this.nextAt) return []
    this.nextAt = now + ROUND_MS
    this.round++
    const due: Meeting<T>[] = []
    for (const [pair, meetings] of this.pairsAmong(this.choose(unknowing))) {
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

  private choose(unknowing: readonly Unknowing<T>[]): Meeting<T>[] {
    const missing = new Map(unknowing.map(({node, strangers}) => [node, strangers.length]))
    const missesFew = (one: T) => (missing.get(one) ?? 0) <= FEW_STRANGERS
    const meets = (node: T, stranger: T) =>
      missesFew(node) ||
      missesFew(stranger) ||
      this.round >= SPREADING_ROUNDS ||
      isPowerOfTwo(this.distance(node, stranger) + this.round)
    return unknowing.flatMap(({node, strangers}) =>
      strangers.flatMap((stranger) => (meets(node, stranger) ? [{by: stranger, met: node}] : [])),
    )
  }

  private pairsAmong(meetings: readonly Meeting<T>[]): ReadonlyMap<number, readonly Meeting<T>[]> {
    const pairs = new Map<number, Meeting<T>[]>()
    for (const meeting of meetings) {
      const [by, met] = [this.placeOf(meeting.by), this.placeOf(meeting.met)]
      const pair = Math.min(by, met) * this.places.size + Math.max(by, met)
      const same = pairs.get(pair)
      if (same) same.push(meeting)
      else pairs.set(pair, [meeting])
    }
    return pairs
  }

  private distance(from: T, to: T): number {
    const {size} = this.places
    return (this.placeOf(to) - this.placeOf(from) + size) % size
  }

  private placeOf(one: T): number {
    return this.places.get(one) ?? 0
  }
}

function isPowerOfTwo(number: number): boolean {
  return number > 0 && (number & (number - 1)) === 0
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
