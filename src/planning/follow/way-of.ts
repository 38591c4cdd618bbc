import {FOLLOWED_COMMANDS} from './command-table.js'
import type {CommandWay, FollowedCommand} from './command-way.js'
import {keysAt} from './key-place.js'
import {effectOn, IGNORE, UNKNOWN} from './special-ways.js'
import {nameAt} from './words.js'

/**
 * Takes a command as a primary sends it to its replicas (Redis 3.2 to 8.6, Valkey 7.2 to 9.1) and the source's database
 * that it is for; returns which way it takes to the cluster. Does not throw: `unknown` for anything else.
 */
export function wayOf(words: readonly Buffer[], db: number): CommandWay {
  const name = nameAt(words, 0)
  const command = COMMANDS.get(name) ?? SUBCOMMANDS.get(name)?.get(nameAt(words, 1))
  if (command === undefined) return UNKNOWN
  return command.special?.(words, db) ?? FORMS[command.way](command, words, db)
}

type WayMaker = (command: FollowedCommand, words: readonly Buffer[], db: number) => CommandWay

const FORMS: Readonly<Record<FollowedCommand['way'], WayMaker>> = {
  forward: (command, words) => forward(command, words),
  split: (command, words) => split(keysOf(command, words), words),
  effect: (command, words, db) => effectOn(keysOf(command, words), db),
  script: (command, words, db) => script(command, words, db),
  everywhere: () => ({kind: 'everywhere'}),
  ignore: () => IGNORE,
  select: () => UNKNOWN,
  swap: () => UNKNOWN,
  multi: () => ({kind: 'multi'}),
  exec: () => ({kind: 'exec'}),
  flush: ({name}, _, db) => ({kind: 'flush', db: name === 'FLUSHALL' ? 'all' : db}),
  slots: () => ({kind: 'slots'}),
}

function forward(command: FollowedCommand, words: readonly Buffer[]): CommandWay {
  const keys = keysOf(command, words)
  if (keys.length === 0) return UNKNOWN
  const sent = command.instead?.(words) ?? words
  const way = {kind: 'forward', words: sent, keys, changes: changedOf(command, keys)} as const
  return tellsNoEffect(command, words) ? {...way, noEffect: 'zero-or-null'} : way
}

function split(keys: readonly Buffer[], words: readonly Buffer[]): CommandWay {
  const [name] = words
  if (keys.length === 0 || name === undefined) return UNKNOWN
  const size = (words.length - 1) / keys.length
  const parts = keys.map((key, at) => ({
    key,
    words: [name, ...words.slice(1 + at * size, 1 + (at + 1) * size)],
  }))
  return {kind: 'split', parts}
}

function script(command: FollowedCommand, words: readonly Buffer[], db: number): CommandWay {
  const keys = command.keys && keysAt(words, command.keys)
  return keys ? {kind: 'script', keys: keys.map((key) => ({db, key}))} : UNKNOWN
}

function keysOf({keys}: FollowedCommand, words: readonly Buffer[]): Buffer[] {
  return (keys && keysAt(words, keys)) ?? []
}

function changedOf({changes}: FollowedCommand, keys: readonly Buffer[]): readonly Buffer[] {
  if (changes === undefined) return keys
  return changes === 'first' ? keys.slice(0, 1) : keys.slice(-1)
}

function tellsNoEffect({noEffect = false}: FollowedCommand, words: readonly Buffer[]): boolean {
  return typeof noEffect === 'boolean' ? noEffect : noEffect(words)
}

const COMMANDS = new Map<string, FollowedCommand>()
const SUBCOMMANDS = new Map<string, Map<string, FollowedCommand>>()

for (const command of FOLLOWED_COMMANDS) {
  const [name = '', sub] = command.name.split(' ')
  if (sub === undefined) {
    COMMANDS.set(name, command)
  } else {
    const subs = SUBCOMMANDS.get(name) ?? new Map<string, FollowedCommand>()
    SUBCOMMANDS.set(name, subs.set(sub, command))
  }
}
