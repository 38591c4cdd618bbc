/** A server program, and whether it can load what another one sends to its replicas. */
export type Dealable<T> = {readonly program: T; readonly loads: (other: T) => boolean}

/**
 * The program of each node of each shard, the primary first; `sizes`: the number of nodes of each shard. Programs are
 * dealt in turn, so that the nodes of a shard have different ones. The primary of a shard gets one whose data all its
 * replicas can load; a shard for which there is none has one program.
 */
export function dealPrograms<T>(programs: readonly Dealable<T>[], sizes: readonly number[]): T[][] {
  return sizes.map((size, shard) => {
    const hand = Array.from({length: size}, (_, at) => inTurn(programs, shard + at))
    const first = hand.findIndex(({program}) => hand.every(({loads}) => loads(program)))
    const dealt = first < 0 ? hand.map(() => inTurn(programs, shard)) : toFront(hand, first)
    return dealt.map(({program}) => program)
  })
}

function inTurn<T>(programs: readonly T[], turn: number): T {
  const one = programs[turn % programs.length]
  if (one === undefined) throw new RangeError('there is no program to deal')
  return one
}

function toFront<T>(items: readonly T[], at: number): T[] {
  return [...items.slice(at, at + 1), ...items.slice(0, at), ...items.slice(at + 1)]
}
