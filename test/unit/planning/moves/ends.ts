import type {EndpointFacts, Strays} from '../../../../src/domain/move-facts.js'
import type {NodeInfo} from '../../../../src/domain/node.js'
import {type MethodWish, planMethods} from '../../../../src/planning/moves/methods.js'
import {id, nameOf, snapshot} from '../../../support/snapshot.js'

/** What INFO says of a server with 1000 keys. */
export function info(version: string, software: 'redis' | 'valkey' = 'redis'): NodeInfo {
  const node = snapshot(`a 0-16383 version=${version} software=${software} keys=1000`).nodes[0]
  if (!node?.info) throw new Error('no info')
  return node.info
}

/** One end of a move: a Redis server with atomic moves and nothing unusual, but for these facts. */
export function end(name: string, facts: Partial<EndpointFacts> = {}): EndpointFacts {
  return {
    node: id(name),
    info: info('8.6.3'),
    atomic: 'atomic-redis',
    underWay: [],
    leftOver: [],
    login: 'none',
    slots: [],
    openSlots: [],
    modules: [],
    functions: [],
    denied: [],
    asksPassword: false,
    replicationUser: undefined,
    hasReplicationPassword: false,
    usersWithoutWrite: [],
    refusesWrites: undefined,
    memory: {used: 1000, dataset: 500, limit: 0},
    ...facts,
  }
}

/** What is planned for a move of ten slots from a to b, by code. */
export function plan(
  source: Partial<EndpointFacts>,
  target: Partial<EndpointFacts>,
  wish: MethodWish = 'auto',
  {
    keys = 100,
    strays,
    stranded,
  }: {readonly keys?: number; readonly strays?: Strays; readonly stranded?: Strays} = {},
) {
  const ends = [end('a', source), end('b', target)]
  const {planned, cautions, problems} = planMethods(
    [{source: id('a'), target: id('b'), ranges: [{start: 0, end: 9}]}],
    {
      ends: new Map(ends.map((one) => [one.node, one])),
      keys: [keys],
      strays: [strays],
      stranded: new Map(stranded ? [[id('a'), stranded]] : []),
    },
    {wishFor: () => wish, nameOf: nameOf},
  )
  return {
    method: planned[0]?.method,
    cautions: cautions.map(({code}) => code),
    problems: problems.map(({code}) => code),
    advice: [...problems, ...cautions].map(({advice}) => advice).join(' '),
  }
}

/** What is planned for moves between these ends; each source has 1000 keys, and none of them are in the slots. */
export function planned(
  pairs: readonly (readonly [string, string])[],
  ends: readonly EndpointFacts[],
  {wish, overwrites}: {readonly wish: MethodWish; readonly overwrites?: boolean},
  {keys, strays}: {readonly keys?: number[]; readonly strays?: (Strays | undefined)[]} = {},
) {
  const slots = pairs.map((_, at) => ({start: at, end: at}))
  return planMethods(
    pairs.map(([source, target], at) => ({
      source: id(source),
      target: id(target),
      ranges: slots.slice(at, at + 1),
    })),
    {
      ends: new Map(ends.map((one) => [one.node, one])),
      keys: keys ?? pairs.map(() => 0),
      strays: strays ?? [],
      stranded: new Map(),
    },
    {wishFor: () => wish, nameOf, ...(overwrites !== undefined && {overwrites})},
  )
}
