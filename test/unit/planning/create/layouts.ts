import type {Candidate, PlannedShard} from '../../../../src/domain/layout.js'
import type {NodeId} from '../../../../src/domain/node.js'

/** Candidates from words `host` or `host/zone`, with ids n0, n1, … in order. */
export function candidates(text: string): Candidate[] {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.map((word, index) => {
    const [host = '', zone] = word.split('/')
    return {id: `n${index}` as NodeId, address: `${host}:${7000 + index}`, host, zone}
  })
}

/** `n0 n4; n1 n5`: each shard as its primary and replicas, in order. */
export function describeShards(shards: readonly PlannedShard[]): string {
  return shards.map(({primary, replicas}) => [primary, ...replicas].map(({id}) => id).join(' ')).join('; ')
}

/** Primaries and their replicas, without slots. */
export type Shards = readonly {readonly primary: Candidate; readonly replicas: readonly Candidate[]}[]

/** Exceptions in a layout, worst kind first: majorities in one place, then pairs of nodes that share a place. */
export function countFlaws(shards: Shards): number[] {
  const primaries = shards.map(({primary}) => primary)
  const places = new Set(primaries.flatMap(({host, zone}) => (zone === undefined ? [host] : [host, zone])))
  const majorities = [...places].filter((place) => {
    const there = primaries.filter(({host, zone}) => host === place || zone === place)
    return there.length * 2 > primaries.length
  })
  const beside = shards.flatMap(({primary, replicas}) =>
    replicas.map((replica) => [primary, replica] as const),
  )
  const twins = shards.flatMap(({replicas}) =>
    replicas.flatMap((one, index) => replicas.slice(index + 1).map((other) => [one, other] as const)),
  )
  const pairs = [countShared(beside, 'host'), countShared(beside, 'zone')]
  return [majorities.length, ...pairs, countShared(twins, 'host'), countShared(twins, 'zone')]
}

/** Every way to attach the pool to the primaries so that counts differ by one at most. */
export function* everyAttachment(
  primaries: readonly Candidate[],
  pool: readonly Candidate[],
): Generator<Shards> {
  const least = Math.floor(pool.length / primaries.length)
  const extras = pool.length % primaries.length
  const replicas: Candidate[][] = primaries.map(() => [])
  yield* attach(0)

  function* attach(next: number): Generator<Shards> {
    const node = pool[next]
    if (!node) {
      yield primaries.map((primary, index) => ({primary, replicas: [...(replicas[index] ?? [])]}))
      return
    }
    for (const list of replicas) {
      const full = replicas.filter((other) => other.length > least).length
      if (list.length > least || (list.length === least && full >= extras)) continue
      list.push(node)
      yield* attach(next + 1)
      list.pop()
    }
  }
}

/** Every choice of `count` items, each in the order of the items. */
export function* everyChoice<T>(items: readonly T[], count: number): Generator<T[]> {
  if (count === 0) yield []
  for (const [index, item] of items.entries()) {
    if (count === 0 || items.length - index < count) return
    for (const rest of everyChoice(items.slice(index + 1), count - 1)) yield [item, ...rest]
  }
}

/** Compares flaws, the worst kind first. */
export function compareFlaws(a: readonly number[], b: readonly number[]): number {
  return a.map((flaws, kind) => flaws - (b[kind] ?? 0)).find((difference) => difference !== 0) ?? 0
}

function countShared(pairs: readonly (readonly [Candidate, Candidate])[], kind: 'host' | 'zone'): number {
  return pairs.filter(([one, other]) => one[kind] !== undefined && one[kind] === other[kind]).length
}
