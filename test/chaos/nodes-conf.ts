import type {Place} from './places.js'

/** A node before anything happens to it. */
export type Seat = {
  readonly id: string
  readonly place: Place
  /** The id of its shard; the same for a primary and its replicas. */
  readonly shardId: string
  /** The number of its primary, for a replica. */
  readonly follows: number | undefined
}

/** The first and last slot of the primary with this number, of `primaries`. */
export function slotsOf(primary: number, primaries: number): readonly [number, number] {
  const at = (index: number): number => Math.round((index * 16_384) / primaries)
  return [at(primary), at(primary + 1) - 1]
}

/** The nodes.conf with which a server starts as a member of an existing cluster. */
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
