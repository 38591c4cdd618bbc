/** A flow network. Arcs come in pairs: arc `i ^ 1` is the reverse of arc `i`, and its room is the flow on `i`. */
export type FlowNetwork = {
  readonly arcsFrom: readonly number[][]
  readonly ends: number[]
  readonly room: number[]
  readonly cost: number[]
}

/** A network of vertices 0 to `size` - 1 without arcs. */
export function createNetwork(size: number): FlowNetwork {
  return {arcsFrom: Array.from({length: size}, () => []), ends: [], room: [], cost: []}
}

/** Adds an arc for `room` units that cost `cost` each, and returns its number for `flowOn`. */
export function addArc(
  network: FlowNetwork,
  [from, to]: readonly [number, number],
  room: number,
  cost = 0,
): number {
  const arc = network.ends.length
  network.arcsFrom[from]?.push(arc)
  network.arcsFrom[to]?.push(arc + 1)
  network.ends.push(to, from)
  network.room.push(room, 0)
  network.cost.push(cost, -cost)
  return arc
}

/** The number of units on the arc. */
export function flowOn({room}: FlowNetwork, arc: number): number {
  return at(room, arc ^ 1)
}

/**
 * Sends as much as possible from source to sink at the lowest total cost. The same network, built in the same order,
 * always gives the same flow. Costs must not be negative and, summed along a path, must stay exact integers.
 */
export function sendCheapest(network: FlowNetwork, source: number, sink: number): void {
  for (;;) {
    const distances = measureCosts(network, source)
    if (at(distances, sink) === Infinity) return
    while (sendAlongShortest(network, distances, [source, sink]));
  }
}

/**
 * The lowest cost of a unit from the source to each vertex. Reverse arcs have negative costs, so this uses a queue.
 */
function measureCosts(network: FlowNetwork, source: number): number[] {
  const distances = network.arcsFrom.map((_, vertex) => (vertex === source ? 0 : Infinity))
  const waiting = network.arcsFrom.map(() => false)
  const queue = [source]
  for (let head = 0; head < queue.length; head++) {
    const vertex = at(queue, head)
    waiting[vertex] = false
    for (const arc of at(network.arcsFrom, vertex)) {
      const end = at(network.ends, arc)
      const distance = at(distances, vertex) + at(network.cost, arc)
      if (at(network.room, arc) === 0 || distance >= at(distances, end)) continue
      distances[end] = distance
      if (!waiting[end]) queue.push(end)
      waiting[end] = true
    }
  }
  return distances
}

/** Fills the cheapest paths, of those the ones with the fewest arcs. Returns whether anything was sent. */
function sendAlongShortest(
  network: FlowNetwork,
  distances: readonly number[],
  [source, sink]: readonly [number, number],
): boolean {
  const levels = countArcs(network, distances, source)
  const next = network.arcsFrom.map(() => 0)
  let sent = 0
  while (sendFrom(source, Infinity) > 0) sent++
  return sent > 0

  function sendFrom(vertex: number, limit: number): number {
    if (vertex === sink) return limit
    const arcs = at(network.arcsFrom, vertex)
    for (; at(next, vertex) < arcs.length; next[vertex] = at(next, vertex) + 1) {
      const arc = at(arcs, at(next, vertex))
      const end = at(network.ends, arc)
      if (at(levels, end) !== at(levels, vertex) + 1 || !isCheapest(network, distances, arc)) continue
      const units = sendFrom(end, Math.min(limit, at(network.room, arc)))
      if (units === 0) continue
      network.room[arc] = at(network.room, arc) - units
      network.room[arc ^ 1] = at(network.room, arc ^ 1) + units
      return units
    }
    return 0
  }
}

/** Number of arcs from the source to each vertex along the cheapest paths. */
function countArcs(network: FlowNetwork, distances: readonly number[], source: number): number[] {
  const levels = network.arcsFrom.map((_, vertex) => (vertex === source ? 0 : Infinity))
  const queue = [source]
  for (const vertex of queue) {
    for (const arc of at(network.arcsFrom, vertex)) {
      const end = at(network.ends, arc)
      if (at(levels, end) !== Infinity || !isCheapest(network, distances, arc)) continue
      levels[end] = at(levels, vertex) + 1
      queue.push(end)
    }
  }
  return levels
}

function isCheapest({ends, room, cost}: FlowNetwork, distances: readonly number[], arc: number): boolean {
  const from = at(distances, at(ends, arc ^ 1))
  return at(room, arc) > 0 && from + at(cost, arc) === at(distances, at(ends, arc))
}

function at<T>(items: readonly T[], index: number): T {
  return items[index] as T
}
