import {SETTING_NAMES, settingTakes} from '../domain/control-change.js'
import {CONTROL_VERBS} from '../domain/control.js'
import {seenNodes, type SeenNode, type SeenOperation} from '../domain/seen.js'

/**
 * What a word of a command line can be: a node of any cluster, a node of this cluster, an operation, a profile; and the
 * first, second and further words of control.
 */
export const KINDS = [
  'node',
  'member',
  'operation',
  'profile',
  'control-first',
  'control-second',
  'control-more',
] as const

export type Kind = (typeof KINDS)[number]

/** A profile; without seeds if it cannot be used. */
type KnownProfile = {readonly name: string; readonly seeds: readonly string[]}

/** What this machine knows; operations newest first. */
export type KnownHere = {
  readonly profiles: readonly KnownProfile[]
  readonly operations: readonly SeenOperation[]
  /** Ids of the operations that run, the latest first. */
  readonly running: readonly string[]
  /** The first word behind the command; empty without one. */
  readonly first: string
}

/** A word that a shell can offer, and what it means. */
export type OfferedWord = {readonly word: string; readonly about: string}

/**
 * The candidates for a word, the likeliest first. In a list with commas, the last part is completed. None for a URL,
 * because it may contain a password.
 */
export function candidates(kind: Kind, word: string, known: KnownHere): readonly OfferedWord[] {
  if (word.includes('://')) return []
  // A setting has commas of its own.
  const list = kind === 'control-more' ? '' : word.slice(0, word.lastIndexOf(',') + 1)
  const named = new Set(list.split(','))
  const offered = new Map<string, OfferedWord>()
  for (const one of OFFERS[kind](known, word)) {
    const fits = isPlain(one.word) && !named.has(one.word) && isPart(one.word, list)
    const whole = `${list}${one.word}`
    if (fits && whole.startsWith(word) && !offered.has(whole)) offered.set(whole, {...one, word: whole})
  }
  return [...offered.values()]
}

/** A profile cannot be part of a list. */
function isPart(word: string, list: string): boolean {
  return list === '' || !word.startsWith('@')
}

/** Shells and terminals must not see special characters in these, whoever wrote the journal. */
function isPlain(word: string): boolean {
  return /^[\w.:%@[\]-]+=?$/.test(word)
}

type Offer = (known: KnownHere, word: string) => readonly OfferedWord[]

const OFFERS: Readonly<Record<Kind, Offer>> = {
  node: ({profiles, operations}) => [
    ...profiles.map((profile) => ofProfile(`@${profile.name}`, profile)),
    ...profiles.flatMap(({name, seeds}) => seeds.map((word) => ({word, about: `seed of ${name}`}))),
    ...seenNodes(operations).map(byAddress),
  ],
  member: ({operations}) => [
    ...seenNodes(operations).map(byAddress),
    ...seenNodes(operations).map(({id, address, role}) => ({word: id, about: described(role, address)})),
  ],
  operation: ({operations}) => operations.map(ofOperation),
  'control-first': (known, word) => [
    ...(word.includes(',') ? [] : [...VERBS, ...known.running.map(ofRunning(known))]),
    ...OFFERS.node(known, word),
  ],
  'control-second': ({first}) => (first === 'set' ? SETTINGS : isVerb(first) ? [] : VERBS),
  // Behind another verb there is nothing.
  'control-more': ({first}) => (isVerb(first) && first !== 'set' ? [] : SETTINGS),
  profile: ({profiles}, word) =>
    profiles.map((profile) => ofProfile(`${word.startsWith('@') ? '@' : ''}${profile.name}`, profile)),
}

const ABOUT_VERBS = {
  status: 'what holds it back, and how far it is',
  pause: 'start nothing new',
  resume: 'go on',
  stop: 'end it at the next safe point',
  set: 'change settings',
} as const

const VERBS: readonly OfferedWord[] = CONTROL_VERBS.map((word) => ({word, about: ABOUT_VERBS[word]}))

function isVerb(word: string): boolean {
  return VERBS.some((verb) => verb.word === word)
}

const SETTINGS: readonly OfferedWord[] = SETTING_NAMES.map((name) => ({
  word: `${name}=`,
  about: settingTakes(name),
}))

function ofRunning({operations}: KnownHere): (id: string) => OfferedWord {
  return (id) => {
    const seen = operations.find((one) => one.id === id)
    return {word: id, about: seen ? ofOperation(seen).about.replace(/unfinished$/, 'running') : 'running'}
  }
}

function byAddress({id, address, role}: SeenNode): OfferedWord {
  return {word: address, about: described(role, id.slice(0, SHORT_ID))}
}

const SHORT_ID = 8

function described(role: SeenNode['role'], name: string): string {
  return `${role ?? 'node'} ${isPlain(name) ? name : ''}`.trimEnd()
}

function ofProfile(word: string, {seeds}: KnownProfile): OfferedWord {
  return {word, about: seeds.length === 0 ? 'cannot be used' : `profile: ${seeds.join(', ')}`}
}

function ofOperation({id, command, status, nodes}: SeenOperation): OfferedWord {
  const [first] = nodes.map(({address}) => address).filter(isPlain)
  const what = isPlain(command) ? command : 'operation'
  return {word: id, about: `${what}${first === undefined ? '' : ` on ${first}`}, ${status}`}
}
