import {ONE, range, rowsOf, subRows} from './command-rows.js'
import type {FollowedCommand} from './command-way.js'
import {claimWay, readGroupWay} from './special-ways.js'
import {addWay, trimWay, withoutLimit} from './stream-words.js'

/** Commands for hashes. */
export const HASH_COMMANDS: readonly FollowedCommand[] = [
  ...rowsOf('HSET HMSET HINCRBY', {way: 'forward', keys: ONE}),
  ...rowsOf('HSETNX HDEL HSETEX', {way: 'forward', keys: ONE, noEffect: true}),
  {
    name: 'HINCRBYFLOAT',
    way: 'effect',
    keys: ONE,
    note: 'The sum depends on the processor. Servers replicate it as HSET or HSETEX.',
  },
  ...rowsOf('HEXPIRE HPEXPIRE HEXPIREAT HPEXPIREAT HPERSIST', {way: 'forward', keys: ONE, noEffect: true}),
  ...rowsOf('HGETDEL HGETEX', {way: 'forward', keys: ONE}),
]

/** Commands for streams. */
export const STREAM_COMMANDS: readonly FollowedCommand[] = [
  {
    name: 'XADD',
    way: 'forward',
    keys: ONE,
    noEffect: true,
    special: addWay,
    instead: withoutLimit,
    note: 'By its effect if the id contains `*` or if it trims with `~`; servers replicate neither. Sent without LIMIT, which only replicas accept with `=`.',
  },
  {
    name: 'XTRIM',
    way: 'forward',
    keys: ONE,
    noEffect: true,
    special: trimWay,
    instead: withoutLimit,
    note: 'As XADD.',
  },
  ...rowsOf('XDEL XACK', {way: 'forward', keys: ONE, noEffect: true}),
  ...rowsOf('XSETID XDELEX XACKDEL XCFGSET XIDMPRECORD', {way: 'forward', keys: ONE}),
  ...subRows('XGROUP', 'CREATE SETID DELCONSUMER', {way: 'forward', keys: range(2, 2)}),
  ...subRows('XGROUP', 'DESTROY CREATECONSUMER', {way: 'forward', keys: range(2, 2), noEffect: true}),
  {
    name: 'XCLAIM',
    way: 'forward',
    keys: ONE,
    special: claimWay,
    note: 'By its effect unless it has TIME and the idle time 0, as servers replicate it; otherwise it depends on the time.',
  },
  {
    name: 'XAUTOCLAIM',
    way: 'effect',
    keys: ONE,
    note: 'It depends on the time. Servers replicate it as XCLAIM.',
  },
  {
    name: 'XREADGROUP',
    way: 'effect',
    special: readGroupWay,
    note: 'It depends on the time. Servers replicate it as XCLAIM and XGROUP.',
  },
]
