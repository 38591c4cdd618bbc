import {groupBy} from '../../domain/group.js'
import type {Candidate} from '../../domain/layout.js'
import {interleave, zoneKey} from './interleave.js'

/** The nodes that become primaries, in the order of slots, and the others; both alternate between zones and hosts. */
export type PrimaryChoice = {readonly primaries: readonly Candidate[]; readonly pool: readonly Candidate[]}

/**
 * Chooses `count` primaries, spread as evenly as possible over zones, then over hosts: no place gets a second one
 * before each place that has a node got its first. If a round is not full, places that are so crowded that replicas
 * would be beside their primary go last; otherwise the first in order are chosen, as in redis-cli.
 */
export function choosePrimaries(candidates: readonly Candidate[], count: number): PrimaryChoice {
  const order = interleave(candidates)
  const shape = {nodes: order.length, primaries: count}
  const sites = tallySites(order)
  const chosen = new Set<Candidate>()
  while (chosen.size < count) {
    const site = sites.filter(({left}) => left.length > 0).reduce((a, b) => (precedes(b, a, shape) ? b : a))
    chosen.add(takeFrom(site))
  }
  return {
    primaries: order.filter((node) => chosen.has(node)),
    pool: order.filter((node) => !chosen.has(node)),
  }
}

/** Nodes and chosen primaries of a zone or host. */
type PlaceCount = {nodes: number; primaries: number}

/** A host within a zone, and its nodes that are not chosen yet. */
type Site = {readonly zone: PlaceCount; readonly host: PlaceCount; left: readonly Candidate[]}

type Shape = {readonly nodes: number; readonly primaries: number}

function tallySites(order: readonly Candidate[]): Site[] {
  const zones = new Map([...groupBy(order, zoneKey)].map(([key, {length}]) => [key, tally(length)]))
  const hosts = new Map([...groupBy(order, ({host}) => host)].map(([key, {length}]) => [key, tally(length)]))
  const sites = groupBy(order, (node) => `${node.host} in ${zoneKey(node)}`)
  return [...sites.values()].flatMap((left) =>
    left.slice(0, 1).map((node) => ({
      zone: zones.get(zoneKey(node)) ?? tally(0),
      host: hosts.get(node.host) ?? tally(0),
      left,
    })),
  )
}

function tally(nodes: number): PlaceCount {
  return {nodes, primaries: 0}
}

function precedes(a: Site, b: Site, shape: Shape): boolean {
  const difference =
    a.zone.primaries - b.zone.primaries ||
    a.host.primaries - b.host.primaries ||
    growth(a.host, shape) - growth(b.host, shape) ||
    growth(a.zone, shape) - growth(b.zone, shape)
  return difference < 0
}

/** How many more replicas would have to be beside their primary if one more node of this place became a primary. */
function growth({nodes, primaries}: PlaceCount, shape: Shape): number {
  return crowding({nodes, primaries: primaries + 1}, shape) - crowding({nodes, primaries}, shape)
}

/** Replicas of this place for which the primaries elsewhere have no room. */
function crowding({nodes, primaries}: PlaceCount, shape: Shape): number {
  const elsewhere = shape.primaries - primaries
  const replicas = shape.nodes - shape.primaries
  const room = elsewhere * Math.floor(replicas / shape.primaries)
  const extras = Math.min(elsewhere, replicas % shape.primaries)
  return Math.max(0, nodes - primaries - room - extras)
}

function takeFrom(site: Site): Candidate {
  const [first, ...left] = site.left
  if (!first) throw new Error('a site without nodes was chosen')
  site.left = left
  site.host.primaries++
  site.zone.primaries++
  return first
}
