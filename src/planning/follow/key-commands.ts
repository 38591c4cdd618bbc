import {ALL, ONE, range, rowsOf, TWO} from './command-rows.js'
import type {FollowedCommand} from './command-way.js'
import {setTellsNoEffect} from './no-effect.js'
import {copyWay, countWay, migrateWay, moveWay, sortWay} from './special-ways.js'

const RESTORING = Buffer.from('RESTORE')

/** Commands for keys of any type. */
export const KEY_COMMANDS: readonly FollowedCommand[] = [
  ...rowsOf('DEL UNLINK', {way: 'split', keys: ALL}),
  {name: 'TOUCH', way: 'ignore', note: 'Changes no value.'},
  ...rowsOf('EXPIRE PEXPIRE EXPIREAT PEXPIREAT PERSIST', {way: 'forward', keys: ONE, noEffect: true}),
  {name: 'RENAME', way: 'forward', keys: TWO},
  {name: 'RENAMENX', way: 'forward', keys: TWO, noEffect: true},
  {
    name: 'COPY',
    way: 'forward',
    keys: TWO,
    changes: 'last',
    noEffect: true,
    special: copyWay,
    note: 'With DB by its effect, because databases of the source and of the cluster differ.',
  },
  {
    name: 'MOVE',
    way: 'effect',
    special: moveWay,
    note: 'Databases of the source and of the cluster differ.',
  },
  {name: 'RESTORE', way: 'forward', keys: ONE},
  {
    name: 'RESTORE-ASKING',
    way: 'forward',
    keys: ONE,
    instead: (words) => [RESTORING, ...words.slice(1)],
    note: 'Sent as RESTORE.',
  },
  {name: 'MIGRATE', way: 'effect', special: migrateWay, note: 'Its effect is that keys leave the source.'},
  {
    name: 'SORT',
    way: 'effect',
    special: sortWay,
    note: 'BY and GET read other keys. Without STORE it is not sent.',
  },
]

/** Commands for strings, bitmaps and HyperLogLogs. */
export const STRING_COMMANDS: readonly FollowedCommand[] = [
  {name: 'SET', way: 'forward', keys: ONE, noEffect: setTellsNoEffect},
  ...rowsOf('SETEX PSETEX GETSET APPEND SETRANGE SETBIT BITFIELD', {way: 'forward', keys: ONE}),
  ...rowsOf('INCR DECR INCRBY DECRBY', {way: 'forward', keys: ONE}),
  ...rowsOf('SETNX GETDEL GETEX DELEX DELIFEQ', {way: 'forward', keys: ONE, noEffect: true}),
  {
    name: 'INCRBYFLOAT',
    way: 'effect',
    keys: ONE,
    note: 'The sum depends on the processor. Servers replicate it as SET.',
  },
  {name: 'MSET', way: 'split', keys: range(1, -1, 2)},
  {name: 'MSETNX', way: 'forward', keys: range(1, -1, 2), noEffect: true},
  {name: 'MSETEX', way: 'forward', keys: {countAt: 1, step: 2}, noEffect: true},
  {name: 'BITOP', way: 'forward', keys: range(2, -1), changes: 'first'},
  {name: 'PFADD', way: 'forward', keys: ONE, noEffect: true},
  {name: 'PFMERGE', way: 'forward', keys: ALL, changes: 'first'},
  {
    name: 'PFCOUNT',
    way: 'forward',
    keys: ONE,
    special: countWay,
    note: 'It writes the count into the value of its key. With several keys it writes nothing and is not sent.',
  },
  {name: 'PFDEBUG', way: 'effect', keys: range(2, 2), note: 'For developers of servers.'},
]
