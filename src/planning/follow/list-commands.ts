import {ALL, ONE, range, rowsOf, TWO} from './command-rows.js'
import type {FollowedCommand} from './command-way.js'
import {addTellsNoEffect} from './no-effect.js'
import {geoRadiusByMemberWay, geoRadiusWay} from './special-ways.js'

const BLOCKS =
  'Which of the keys it takes from depends on the time. Servers replicate it as a pop of one key.'

/** Commands for lists. */
export const LIST_COMMANDS: readonly FollowedCommand[] = [
  ...rowsOf('LPUSH RPUSH LSET LTRIM', {way: 'forward', keys: ONE}),
  ...rowsOf('LPUSHX RPUSHX LPOP RPOP LINSERT LREM', {way: 'forward', keys: ONE, noEffect: true}),
  ...rowsOf('RPOPLPUSH LMOVE', {way: 'forward', keys: TWO, noEffect: true}),
  {
    name: 'BRPOPLPUSH',
    way: 'forward',
    keys: TWO,
    noEffect: true,
    instead: (words) => [Buffer.from('RPOPLPUSH'), ...words.slice(1, -1)],
    note: 'Sent as RPOPLPUSH, which does not block.',
  },
  {
    name: 'BLMOVE',
    way: 'forward',
    keys: TWO,
    noEffect: true,
    instead: (words) => [Buffer.from('LMOVE'), ...words.slice(1, -1)],
    note: 'Sent as LMOVE, which does not block.',
  },
  {name: 'LMPOP', way: 'forward', keys: {countAt: 1}, noEffect: true},
  {
    name: 'BLMPOP',
    way: 'forward',
    keys: {countAt: 2},
    noEffect: true,
    instead: (words) => [Buffer.from('LMPOP'), ...words.slice(2)],
    note: 'Sent as LMPOP, which does not block.',
  },
  ...rowsOf('BLPOP BRPOP', {way: 'effect', keys: range(1, -2), note: BLOCKS}),
]

/** Commands for sets, sorted sets, positions and vector sets. */
export const SET_COMMANDS: readonly FollowedCommand[] = [
  ...rowsOf('SADD SREM', {way: 'forward', keys: ONE, noEffect: true}),
  {
    name: 'SPOP',
    way: 'effect',
    keys: ONE,
    note: 'Members are chosen at random. Servers replicate it as SREM.',
  },
  {name: 'SMOVE', way: 'forward', keys: TWO, noEffect: true},
  ...rowsOf('SINTERSTORE SUNIONSTORE SDIFFSTORE', {way: 'forward', keys: ALL, changes: 'first'}),
  {name: 'ZADD', way: 'forward', keys: ONE, noEffect: addTellsNoEffect},
  ...rowsOf('ZINCRBY ZPOPMIN ZPOPMAX', {way: 'forward', keys: ONE}),
  ...rowsOf('ZREM ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREMRANGEBYLEX', {
    way: 'forward',
    keys: ONE,
    noEffect: true,
  }),
  ...rowsOf('BZPOPMIN BZPOPMAX', {way: 'effect', keys: range(1, -2), note: BLOCKS}),
  {name: 'ZMPOP', way: 'forward', keys: {countAt: 1}, noEffect: true},
  {
    name: 'BZMPOP',
    way: 'forward',
    keys: {countAt: 2},
    noEffect: true,
    instead: (words) => [Buffer.from('ZMPOP'), ...words.slice(2)],
    note: 'Sent as ZMPOP, which does not block.',
  },
  ...rowsOf('ZUNIONSTORE ZINTERSTORE ZDIFFSTORE', {
    way: 'forward',
    keys: {countAt: 2, also: 1},
    changes: 'first',
  }),
  ...rowsOf('ZRANGESTORE GEOSEARCHSTORE', {way: 'forward', keys: TWO, changes: 'first'}),
  {name: 'GEOADD', way: 'forward', keys: ONE, noEffect: addTellsNoEffect},
  {
    name: 'GEORADIUS',
    way: 'effect',
    special: geoRadiusWay,
    note: 'Without STORE and STOREDIST it is not sent.',
  },
  {
    name: 'GEORADIUSBYMEMBER',
    way: 'effect',
    special: geoRadiusByMemberWay,
    note: 'Without STORE and STOREDIST it is not sent.',
  },
  {name: 'VADD', way: 'forward', keys: ONE},
  ...rowsOf('VREM VSETATTR', {way: 'forward', keys: ONE, noEffect: true}),
]
