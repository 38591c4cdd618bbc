import type {FollowedCommand} from './command-way.js'
import {HASH_COMMANDS, STREAM_COMMANDS} from './hash-commands.js'
import {KEY_COMMANDS, STRING_COMMANDS} from './key-commands.js'
import {LIST_COMMANDS, SET_COMMANDS} from './list-commands.js'
import {SERVER_COMMANDS} from './server-commands.js'

/**
 * Every command that changes data in Redis 3.2 to 8.6 and Valkey 7.2 to 9.1, and what else primaries send to replicas.
 * Commands of modules are not here.
 */
export const FOLLOWED_COMMANDS: readonly FollowedCommand[] = [
  ...KEY_COMMANDS,
  ...STRING_COMMANDS,
  ...LIST_COMMANDS,
  ...SET_COMMANDS,
  ...HASH_COMMANDS,
  ...STREAM_COMMANDS,
  ...SERVER_COMMANDS,
]
