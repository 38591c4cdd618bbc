import type {ChaosCluster} from './cluster.js'
import type {Copies} from './copies.js'
import type {ChaosKey} from './dataset.js'
import {type Excuse, excuseFor, type History} from './excuses.js'
import type {Record_, Write} from './writer.js'

export type Losses = {
  readonly wrong: readonly string[]
  readonly excused: readonly Excuse[]
}

export type Ledger = {
  readonly cluster: ChaosCluster
  readonly copies: Copies
  readonly keys: readonly ChaosKey[]
  readonly records: ReadonlyMap<string, Record_>
  readonly history: History
  /** Acknowledged writes count: no node went down, and no replica took over by force. */
  readonly strict: boolean
  /** Numbers of nodes to which a slot was moving. */
  readonly laterNodes: (slot: number) => readonly number[]
  readonly shards: readonly (readonly number[])[]
}

/** Compares what exists with what was written. */
export function findLosses(ledger: Ledger): Losses {
  const wrong: string[] = []
  const excused: Excuse[] = []
  for (const key of ledger.keys) {
    const problem = problemWith(key, ledger)
    if (problem === undefined) continue
    // A copy on a node that answers is not lost, because somebody could have found it.
    const isSomewhere = ledger.copies.strays.some(({name}) => name === key.name)
    const excuse = !isSomewhere && problem.lost && excuseFor(problem.lost, ledger.history, ledger.shards)
    if (excuse) excused.push(excuse)
    else wrong.push(problem.text)
  }
  return {wrong, excused}
}

type Problem = {
  readonly text: string
  readonly lost: Parameters<typeof excuseFor>[0] | undefined
}

function problemWith(key: ChaosKey, ledger: Ledger): Problem | undefined {
  const record = ledger.records.get(key.name)
  const floor = ledger.strict ? record?.acknowledged : record?.counted
  const reading = ledger.copies.readings.get(key.name) ?? {state: 'unowned' as const}
  if (reading.state === 'present' && reading.isWhole) {
    if (!floor || isUpToDate(reading.version, floor, record)) return undefined
    return {text: tellOld(nameOf(key, ledger), reading.version, floor), lost: lostWrite(key, floor, ledger)}
  }
  const {state} = reading
  return {text: `${TROUBLE[state]}: ${nameOf(key, ledger)}`, lost: lostIn(state, floor, key, ledger)}
}

/** The write that is lost; a value of another key is never excused. */
function lostIn(
  state: keyof typeof TROUBLE,
  floor: Write | undefined,
  key: ChaosKey,
  ledger: Ledger,
): Problem['lost'] {
  if (state === 'foreign') return undefined
  return lostWrite(key, state === 'present' ? undefined : floor, ledger)
}

const TROUBLE = {
  unowned: 'gone: nobody owns the slot',
  missing: 'gone: not there',
  present: 'gone: part of what it began with',
  foreign: "foreign: another key's value",
}

function nameOf(key: ChaosKey, {copies}: Ledger): string {
  const {kind, name, slot} = key
  const astray = copies.strays.filter((stray) => stray.name === name).map(({node}) => node)
  const hint = astray.length > 0 ? `, a copy on nodes ${astray.join(', ')}` : ''
  return `${kind} ${name} (slot ${slot} of node ${copies.ownerOf(key)}${hint})`
}

function tellOld(name: string, version: number, floor: Write): string {
  return `gone: ${name} has version ${version}, and ${floor.version} was written to ${floor.place}`
}

/** A write without an answer may be carried out after the next one to the same node. */
function isUpToDate(version: number, floor: Write, record: Record_ | undefined): boolean {
  if (version >= floor.version) return true
  return record?.unsure.some((one) => one.version === version && one.place === floor.place) ?? false
}

function lostWrite(
  key: ChaosKey,
  write: Write | undefined,
  {cluster, copies, laterNodes}: Ledger,
): Problem['lost'] {
  const everyone = cluster.everyone
  const node = write
    ? everyone.find(({server}) => server.address === write.place)?.number
    : cluster.primaries.find(({number}) => isFirstOwner(cluster, number, key.slot))?.number
  const owner = copies.ownerOf(key)
  return {node, at: write?.at ?? 0, later: [...laterNodes(key.slot), ...(owner === undefined ? [] : [owner])]}
}

function isFirstOwner({options}: ChaosCluster, node: number, slot: number): boolean {
  const {primaries} = options.topology
  const at = (index: number): number => Math.round((index * 16_384) / primaries)
  return at(node) <= slot && slot < at(node + 1)
}
