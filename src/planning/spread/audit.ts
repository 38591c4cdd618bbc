import {naturalOrder} from '../../domain/natural-order.js'
import {groupBy} from '../../domain/group.js'
import type {Place} from '../../domain/finding.js'
import type {NodeId} from '../../domain/node.js'
import {type Placement, placeName, type Seat} from '../../domain/placement.js'
import type {Audit, PlaceLoss, Votes} from '../../domain/spread.js'

/** The kinds of places to look at: `zones` means zones first, then hosts. By default zones if a node has one. */
export function kindsFor({seats}: Placement, wanted?: 'hosts' | 'zones'): Place['kind'][] {
  const zones = wanted === undefined ? seats.some(({zone}) => zone !== undefined) : wanted === 'zones'
  return zones ? ['zone', 'host'] : ['host']
}

/** What the loss of each single place would mean. A replica that is not synced is no copy. */
export function auditPlacement(placement: Placement, kinds: readonly Place['kind'][]): Audit {
  const votes = countVotes(placement)
  const copies = copiesOf(placement)
  return {
    kinds,
    losses: kinds.flatMap((kind) => lossesIn(kind, placement, {copies, votes})),
    votes,
    withoutZone: kinds.includes('zone')
      ? placement.seats.filter((seat) => placeName(seat, 'zone') === undefined).map(({id}) => id)
      : [],
    withoutCopy: copies.flatMap(({primary, seats}) => (seats.length === 0 ? [primary] : [])),
  }
}

/**
 * The votes of the primaries that own slots. The majority is ⌊size / 2⌋ + 1, where size counts dead primaries too
 * (cluster.c, clusterHandleSlaveFailover: server.cluster->size).
 */
export function countVotes({seats, shards}: Placement): Votes {
  const total = shards.filter(({ownsSlots}) => ownsSlots).length
  const voters = seats.filter((seat) => votes(seat, shards))
  const needed = Math.floor(total / 2) + 1
  return {total, alive: voters.length, needed, spare: Math.max(0, voters.length - needed)}
}

type ShardCopies = {readonly primary: NodeId; readonly seats: readonly Seat[]}

function copiesOf({seats, shards}: Placement): ShardCopies[] {
  const byShard = groupBy(
    seats.filter(({synced}) => synced),
    ({shard}) => shard,
  )
  return shards.flatMap(({primary, ownsSlots}, index) =>
    ownsSlots ? [{primary, seats: byShard.get(index) ?? []}] : [],
  )
}

function votes({role, answers, shard}: Seat, shards: Placement['shards']): boolean {
  return role === 'primary' && answers && shard !== undefined && shards[shard]?.ownsSlots === true
}

function lossesIn(
  kind: Place['kind'],
  {seats, shards}: Placement,
  {copies, votes: {alive, needed}}: {readonly copies: readonly ShardCopies[]; readonly votes: Votes},
): PlaceLoss[] {
  const byName = groupBy(seats, (seat) => placeName(seat, kind))
  const lost = groupBy(copies, (shard) => commonName(kind, shard))
  return [...byName]
    .flatMap(([name, there]) => (name === undefined ? [] : [{name, there}]))
    .toSorted((a, b) => naturalOrder(a.name, b.name))
    .map(({name, there}) => {
      const primaries = there.filter((seat) => votes(seat, shards)).length
      return {
        place: {kind, name},
        nodes: there.length,
        primaries,
        lost: (lost.get(name) ?? []).map(({primary}) => primary),
        losesMajority: primaries > 0 && alive - primaries < needed,
      }
    })
}

function commonName(kind: Place['kind'], {seats}: ShardCopies): string | undefined {
  const names = new Set(seats.map((seat) => placeName(seat, kind)))
  return names.size === 1 ? [...names][0] : undefined
}
