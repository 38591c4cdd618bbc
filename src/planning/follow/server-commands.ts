import {rowsOf, subRows} from './command-rows.js'
import type {FollowedCommand} from './command-way.js'
import {selectWay, swapWay} from './special-ways.js'

const SLOTS =
  'The source is a primary of a cluster, and has got or lost slots. Its stream does not name their keys.'

/** Commands for the server, for scripts and for what surrounds other commands. */
export const SERVER_COMMANDS: readonly FollowedCommand[] = [
  {name: 'SELECT', way: 'select', special: selectWay, note: 'Says for which database the next commands are.'},
  {name: 'MULTI', way: 'multi', note: 'Begins a transaction.'},
  {name: 'EXEC', way: 'exec', note: 'Ends a transaction.'},
  {name: 'FLUSHDB', way: 'flush'},
  {name: 'FLUSHALL', way: 'flush'},
  {name: 'SWAPDB', way: 'swap', special: swapWay},
  ...rowsOf('EVAL EVALSHA FCALL', {
    way: 'script',
    keys: {countAt: 2},
    note: 'It may change keys that it does not name. Servers replicate its effects instead: from 5.0 on by default, from 7.0 on always.',
  }),
  ...subRows('FUNCTION', 'LOAD DELETE FLUSH RESTORE', {way: 'everywhere'}),
  ...subRows('SCRIPT', 'LOAD FLUSH', {way: 'everywhere', note: 'Servers from 7.0 on do not replicate it.'}),
  ...rowsOf('PING REPLCONF', {way: 'ignore', note: 'Between a primary and its replica.'}),
  ...rowsOf('PUBLISH SPUBLISH', {way: 'ignore', note: 'Changes no key.'}),
  ...subRows('CLUSTER', 'FLUSHSLOT SETSLOT', {way: 'slots', note: SLOTS}),
  {name: 'TRIMSLOTS', way: 'slots', note: SLOTS},
]
