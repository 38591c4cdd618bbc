import {askAll} from '../support/ask.js'
import {type ChaosKey, KEY_NAMES, read, readCommand, type Reading} from './dataset.js'
import {ownersOf, type View} from './views.js'

/** A copy of a key on a primary that does not own its slot. */
export type Stray = {
  readonly name: string
  readonly node: number
  readonly owner: number | undefined
  /**
   * The owner's copy; `alike`: the same value, for which DUMP returns other bytes; `outside`: the node is not a member,
   * and no client asks it. A removed node may come back with keys: CLUSTER RESET does not empty its append only file.
   */
  readonly owned: 'missing' | 'same' | 'alike' | 'differs' | 'outside' | 'unreadable'
  /** What a server replied instead of the value. */
  readonly why?: string
}

/** All keys of a cluster, by the primaries that hold them. */
export type Copies = {
  readonly readings: ReadonlyMap<string, Reading>
  readonly strays: readonly Stray[]
  /** Keys that a node counts and does not show. */
  readonly hidden: readonly {readonly node: number; readonly keys: number}[]
  /** The number of the node that owns a key's slot. */
  readonly ownerOf: (key: ChaosKey) => number | undefined
}

/** Reads every key where clients find it, and looks for copies on all other primaries. */
export async function readCopies(
  views: readonly View[],
  members: readonly View[],
  keys: readonly ChaosKey[],
): Promise<Copies> {
  const owners = ownersOf(members)
  const primaries = views.filter(({self}) => self.role === 'primary')
  const held = await Promise.all(primaries.map(keysAt))
  const readings = new Map<string, Reading>()
  await Promise.all(
    primaries.map(async ({member}) => {
      const own = keys.filter(({slot}) => owners[slot] === member)
      const replies = await askAll(member.server, own.map(readCommand))
      for (const [at, key] of own.entries()) readings.set(key.name, read(key, replies[at]))
    }),
  )
  const byName = new Map(keys.map((key) => [key.name, key]))
  const ownerOf = (slot: number) => views.find(({member}) => member === owners[slot])
  const groups = held.flatMap((one) => groupsOf(one, byName, ownerOf))
  const strays = await Promise.all(groups.map((group) => compare(group, members.includes(group.view))))
  return {
    readings,
    strays: strays.flat(),
    hidden: held.flatMap(({view, hidden}) => (hidden > 0 ? [{node: view.member.number, keys: hidden}] : [])),
    ownerOf: ({slot}) => owners[slot]?.number,
  }
}

type Held = {readonly view: View; readonly names: readonly string[]; readonly hidden: number}

async function keysAt(view: View): Promise<Held> {
  const [names, size] = await askAll(view.member.server, [['KEYS', '*'], ['DBSIZE']])
  if (!Array.isArray(names)) return {view, names: [], hidden: 0}
  const own = names.map(String).filter((name) => name.match(KEY_NAMES))
  return {view, names: own, hidden: Math.max(0, Number(size) - names.length)}
}

type Astray = {readonly name: string; readonly key: ChaosKey}

/** Copies of keys of one slot on a primary that does not own it. */
type Group = {readonly view: View; readonly owner: View | undefined; readonly keys: readonly Astray[]}

function groupsOf(
  {view, names}: Held,
  byName: ReadonlyMap<string, ChaosKey>,
  ownerOf: (slot: number) => View | undefined,
): Group[] {
  const astray = names.flatMap((name): Astray[] => {
    const key = byName.get(name)
    return key && ownerOf(key.slot) !== view ? [{name, key}] : []
  })
  return [...new Set(astray.map(({key}) => key.slot))].map((slot) => ({
    view,
    owner: ownerOf(slot),
    keys: astray.filter(({key}) => key.slot === slot),
  }))
}

async function compare({view, owner, keys}: Group, isMember: boolean): Promise<Stray[]> {
  const strays = keys.map(({name}) => ({name, node: view.member.number, owner: owner?.member.number}))
  if (!isMember) return strays.map((stray) => ({...stray, owned: 'outside'}))
  if (!owner) return strays.map((stray) => ({...stray, owned: 'missing'}))
  const commands = keys.flatMap(({name, key}) => [['DUMP', name], readCommand(key)])
  const [theirs, ours] = await Promise.all([
    askAll(owner.member.server, commands),
    readAstray(view, owner, keys[0]?.key.slot ?? 0, commands),
  ])
  return strays.map((stray, at) => ({
    ...stray,
    ...likeness([ours[2 * at], ours[2 * at + 1]], [theirs[2 * at], theirs[2 * at + 1]]),
  }))
}

type Replies = readonly [dump: unknown, value: unknown]

/** How the owner's copy compares with a stray one. */
function likeness(ours: Replies, theirs: Replies): Pick<Stray, 'owned' | 'why'> {
  if (isMissing(theirs[0])) return {owned: 'missing'}
  const error = [...ours, ...theirs].find((reply) => reply instanceof Error)
  if (error instanceof Error) return {owned: 'unreadable', why: error.message}
  if (ours[0] === theirs[0]) return {owned: 'same'}
  return {owned: sorted(ours[1]) === sorted(theirs[1]) ? 'alike' : 'differs'}
}

/**
 * A node shows keys of a slot that it does not own only to clients that ask while it imports the slot. All keys of a
 * slot are read on one connection, because another one would clear the mark in the middle.
 */
async function readAstray(
  view: View,
  owner: View,
  slot: number,
  commands: readonly (readonly (string | number)[])[],
): Promise<unknown[]> {
  const isOpen = view.self.openSlots.some((open) => open.slot === slot)
  const mark = ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', owner.self.id]
  const clear = ['CLUSTER', 'SETSLOT', slot, 'STABLE']
  const reading = commands.flatMap((command) => [['ASKING'], command])
  const replies = await askAll(view.member.server, isOpen ? reading : [mark, ...reading, clear])
  const first = isOpen ? 1 : 2
  return commands.map((_, index) => replies[first + 2 * index])
}

function sorted(reply: unknown): string {
  return JSON.stringify(Array.isArray(reply) ? reply.map(String).toSorted() : reply)
}

/** An owner that has marked a slot as migrating redirects clients with ASK for a key that has moved. */
function isMissing(reply: unknown): boolean {
  return reply === null || (reply instanceof Error && reply.message.startsWith('ASK '))
}
