import type {EndpointFacts, MoveFacts} from '../../domain/move-facts.js'
import type {Move, MoveMethod} from '../../domain/move.js'
import type {Caution} from '../../domain/step.js'
import type {MethodicalMove} from '../schedule.js'
import {memoryCaution, pairCautions} from './cautions.js'
import {keysProblems, type MovePair, pairProblems} from './problems.js'

/** `auto`: atomic if both ends support it, otherwise key by key. */
export type MethodWish = 'auto' | 'atomic' | 'keys'

/** For moves of an earlier plan: key by key stays key by key, and an atomic move needs what both ends support now. */
export function wishOf({method}: {readonly method: MoveMethod}): MethodWish {
  return method === 'keys' ? 'keys' : 'auto'
}

export type PlannedMoves = {
  readonly planned: readonly MethodicalMove[]
  readonly cautions: readonly Caution[]
  /** Nothing may be moved if there are any. */
  readonly problems: readonly Caution[]
}

export type Judging<M extends Move> = {
  readonly wishFor: (move: M) => MethodWish
  readonly nameOf: (id: string) => string
  /** The user agreed to overwrite keys that a target already has (--replace). */
  readonly overwrites?: boolean
}

/**
 * The method of each move, according to what both ends support; what forbids the moves; and what the user should
 * know.
 */
export function planMethods<M extends Move>(
  moves: readonly M[],
  {ends, keys, strays, stranded}: MoveFacts,
  {wishFor, nameOf, overwrites = false}: Judging<M>,
): PlannedMoves {
  const pairs = moves.flatMap((move, at): (MovePair & {move: M})[] => {
    const source = ends.get(move.source)
    const target = ends.get(move.target)
    const found = {keys: keys[at], strays: strays[at], stranded: stranded.get(move.source)}
    return source && target ? [{source, target, ...found, nameOf, move}] : []
  })
  const chosen = pairs.map((pair) => ({pair, ...chooseMethod(pair, wishFor(pair.move))}))
  const targets = [...new Set(moves.map(({target}) => target))]
  return {
    planned: chosen.map(({pair, method}) => ({...pair.move, method})),
    cautions: distinct([
      ...chosen.flatMap(({pair, method, caution}) => [...(caution ?? []), ...pairCautions(pair, method)]),
      ...targets.flatMap((id) => memoryCaution(pairs.filter(({move}) => move.target === id)) ?? []),
    ]),
    problems: distinct(
      chosen.flatMap(({pair, method, problem}) => [
        ...(problem ?? []),
        ...pairProblems(pair).filter(({code}) => !(overwrites && method === 'keys' && code === 'stray-keys')),
        ...(method === 'keys' ? keysProblems(pair) : []),
      ]),
    ),
  }
}

type MethodChoice = {
  readonly method: MoveMethod
  readonly caution?: readonly Caution[]
  readonly problem?: readonly Caution[]
}

function chooseMethod(pair: MovePair, wish: MethodWish): MethodChoice {
  if (wish === 'keys') return {method: 'keys'}
  const {atomic} = pair.source
  const against = reasonsAgainst(pair)
  if (atomic !== undefined && against.length === 0) return {method: atomic}
  if (wish === 'atomic') return {method: atomic ?? 'keys', problem: against}
  // The user cannot change that a server is too old, so this is not reported.
  return {method: 'keys', caution: against.filter(({code}) => code !== 'atomic-unknown')}
}

/** Why an atomic move between these two is not possible. */
function reasonsAgainst({source, target, nameOf}: MovePair): Caution[] {
  if (source.atomic === undefined || source.atomic !== target.atomic) {
    return [
      {
        code: 'atomic-unknown',
        message: `${nameOf(source.node)} and ${nameOf(target.node)} do not support the same atomic move. Both need Redis 8.4 or Valkey 9.0.`,
        advice: 'Use --method keys, or upgrade both.',
        nodes: [source.node, target.node],
      },
    ]
  }
  const open = [source, target].filter(({openSlots}) => openSlots.length > 0)
  return [
    ...open.map(({node}) => ({
      code: 'atomic-open-slots',
      message: `${nameOf(node)} has open slots, so slots move key by key.`,
      advice: 'When they are closed, atomic moves are possible again.',
      nodes: [node],
    })),
    ...(source.atomic === 'atomic-valkey' ? loginReasons(source, target, nameOf) : []),
  ]
}

/** On Valkey, the source logs in to the target as a replica does, and writes there. */
function loginReasons(
  source: EndpointFacts,
  target: EndpointFacts,
  nameOf: (id: string) => string,
): Caution[] {
  const user = source.replicationUser ?? 'default'
  if (target.asksPassword === true && source.hasReplicationPassword === false) {
    return [
      {
        code: 'primaryauth-missing',
        message: `${nameOf(source.node)} has no password for ${nameOf(target.node)} (primaryauth), so an atomic move would fail.`,
        advice: `To move atomically, send to ${nameOf(source.node)}: CONFIG SET primaryauth PASSWORD`,
        nodes: [source.node],
      },
    ]
  }
  if (!target.usersWithoutWrite.includes(user)) return []
  return [
    {
      code: 'primaryuser-cannot-write',
      message: `${nameOf(source.node)} logs in to ${nameOf(target.node)} as user ${user}, who may not write there, so an atomic move would fail.`,
      advice: `To move atomically, send to ${nameOf(target.node)}: ACL SETUSER ${user} +@all ~* &*`,
      nodes: [target.node],
    },
  ]
}

function distinct(cautions: readonly Caution[]): Caution[] {
  return [...new Map(cautions.map((caution) => [`${caution.code} ${caution.message}`, caution])).values()]
}
