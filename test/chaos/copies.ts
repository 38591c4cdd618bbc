import {askAll} from '../support/ask.js'
import {type ChaosKey, KEY_NAMES, read, readCommand, type Reading} from './dataset.js'
import {ownersOf, type View} from './views.js'

/** A copy of a key on a primary that does not own its slot. */
export type Stray = {
  readonly name: string
  readonly node: number
  readonly owner: number | undefined
  /** The owner's copy; `alike`: the same value, for which DUMP returns other bytes. */
  readonly owned: 'missing' | 'same' | 'alike' | 'differs' | 'unreadable'
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
  const astray = held.flatMap(({view, names}) =>
    names.flatMap((name): Astray[] => {
      const key = byName.get(name)
      const owner = views.find(({member}) => key && member === owners[key.slot])
      return key && owner !== view ? [{name, key, view, owner}] : []
    }),
  )
  return {
    readings,
    strays: await Promise.all(astray.map((one) => compare(one))),
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

type Astray = {
  readonly name: string
  readonly key: ChaosKey
  readonly view: View
  readonly owner: View | undefined
}

async function compare({name, key, view, owner}: Astray): Promise<Stray> {
  const stray = {name, node: view.member.number, owner: owner?.member.number}
  if (!owner) return {...stray, owned: 'missing'}
  const commands = [['DUMP', name], readCommand(key)]
  const [theirs, ours] = await Promise.all([
    askAll(owner.member.server, commands),
    readAstray({view, owner, key}, commands),
  ])
  if (isMissing(theirs[0])) return {...stray, owned: 'missing'}
  if ([...ours, ...theirs].some((reply) => reply instanceof Error)) return {...stray, owned: 'unreadable'}
  if (ours[0] === theirs[0]) return {...stray, owned: 'same'}
  return {...stray, owned: sorted(ours[1]) === sorted(theirs[1]) ? 'alike' : 'differs'}
}

/** A node shows keys of a slot that it does not own only to clients that ask while it imports the slot. */
async function readAstray(
  {view, owner, key}: Pick<Astray, 'view' | 'key'> & {readonly owner: View},
  commands: readonly (readonly (string | number)[])[],
): Promise<unknown[]> {
  const isOpen = view.self.openSlots.some(({slot}) => slot === key.slot)
  const mark = ['CLUSTER', 'SETSLOT', key.slot, 'IMPORTING', owner.self.id]
  const clear = ['CLUSTER', 'SETSLOT', key.slot, 'STABLE']
  const reading = commands.flatMap((command) => [['ASKING'], command])
  const all = isOpen ? reading : [mark, ...reading, clear]
  const replies = await askAll(view.member.server, all)
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
