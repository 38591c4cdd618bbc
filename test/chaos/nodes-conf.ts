import type {Place} from './places.js'

/** A node as it is before anything happens to it. */
export type Seat = {
  readonly id: string
  readonly place: Place
  /** Of its shard; the same for a primary and its replicas. */
  readonly shardId: string
  /** Number of its primary, for a replica. */
  readonly follows: number | undefined
}

/** Slots of the primary with this number, of so many: from the first to the last. */
export function slotsOf(primary: number, primaries: number): readonly [number, number] {
  const at = (index: number): number => Math.round((index * 16_384) / primaries)
  return [at(primary), at(primary + 1) - 1]
}

/** The nodes.conf with which a server starts as a member of a cluster that is formed already. */
export function nodesConf(seats: readonly Seat[], self: number, namesShards: boolean): string {
  const primaries = seats.filter(({follows}) => follows === undefined).length
  const lines = seats.map(({id, place, shardId, follows}, index) => {
    const address = `${place.host}:${place.port}@${place.port + 10_000}`
    const shard = namesShards ? `,,shard-id=${shardId}` : ''
    const flags = `${index === self ? 'myself,' : ''}${follows === undefined ? 'master' : 'slave'}`
    const primary = follows === undefined ? '-' : seats[follows]?.id
    const slots = follows === undefined ? ` ${slotsOf(index, primaries).join('-')}` : ''
    const epoch = (follows ?? index) + 1
    return `${id} ${address}${shard} ${flags} ${primary} 0 0 ${epoch} connected${slots}`
  })
  return `${lines.join('\n')}\nvars currentEpoch ${primaries} lastVoteEpoch 0\n`
}
