import {USUAL_NODE_TIMEOUT_MS} from '../../../domain/election.js'
import {ownLine} from '../../../domain/node.js'
import type {Node, NodeLine} from '../../../domain/node.js'
import type {StepOf} from '../../../domain/step.js'
import {slotsOf} from '../../../domain/slot.js'
import {isAtLeast} from '../../../domain/version.js'
import type {NodeReading} from '../../../redis/reading.js'
import type {StepExecution} from '../../step-execution.js'
import {Conflicts} from '../conflicts.js'
import {InPieces} from '../in-pieces/in-pieces.js'
import {Care} from './care.js'
import {countKeysBySlot} from './count-keys.js'
import {Endpoint, PLAIN_SERVER, traitsOf} from './endpoint.js'
import type {Job} from './job.js'
import {LeftAlone} from './left-alone.js'
import {Ledger} from './ledger.js'
import {migrateTargetOf} from './migrate-target.js'
import {Pace} from './pace.js'
import {Tally} from './tally.js'
import {Traffic} from './traffic.js'
import {type MarkedEnd, trustBefore} from './trust.js'

/** Connects to both ends and reads what they are. Rejects if one of them cannot be used. */
export async function prepareJob(step: StepOf<'migrate-slots'>, execution: StepExecution): Promise<Job> {
  const {session, moving: settings} = execution
  const [from, to] = await Promise.all([session.node(step.source).read(), session.node(step.target).read()])
  const nodeTimeoutMs = Math.min(timeoutOf(from), timeoutOf(to))
  const limits = limitsOf(execution, nodeTimeoutMs)
  const inFlight = execution.inFlight.of(step.source, nodeTimeoutMs)
  const end = (id: Node['id'], reading: NodeReading | undefined, limitMs = limits.controlMs) =>
    new Endpoint(session, {
      id,
      limitMs,
      traits: reading ? traitsOf(reading.info) : PLAIN_SERVER,
      // A source that comes back with older data has keys again that had moved. The move continues and compares them.
      onRestart: id === step.target ? 'refuse' : 'note',
    })
  const keys = end(step.source, undefined, limits.keysMs)
  const manyDatabases = isMultiDatabase(from)
  const slots = [...slotsOf(step.ranges)]
  const traffic = new Traffic(session, keys)
  await traffic.look()
  const keysBySlot = await countKeysBySlot({keys, manyDatabases}, slots)
  return {
    source: end(step.source, from),
    keys,
    target: end(step.target, to),
    others: [from, to].every(announces)
      ? []
      : othersOf(from.view, step, execution).map((id) => end(id, undefined)),
    migrateTarget: await migrateTargetOf(step, {session, view: from.view}),
    settings,
    execution,
    ledger: new Ledger(slots),
    pace: new Pace(() => settings.pipeline ?? Infinity),
    traffic,
    tally: new Tally([...keysBySlot.values()].reduce((sum, count) => sum + count, 0)),
    roundTripMs: await roundTripOf(keys),
    longestPauseMs: inFlight.holdMs * PART_OF_HOLD,
    manyDatabases,
    keysBySlot,
    ...standingAtStart(step, from, to),
    inFlight,
    conflicts: new Conflicts(),
    leftAlone: new LeftAlone(),
    care: new Care(),
    inPieces: new InPieces([from, to].every(canUnlink)),
  }
}

/** The state of the ends at the start, to compare later readings with. */
function standingAtStart(
  step: StepOf<'migrate-slots'>,
  from: NodeReading,
  to: NodeReading,
): Pick<Job, 'openBefore' | 'primaries' | 'sourceEpoch'> {
  return {
    openBefore: trustBefore(markedEnd(step.source, from), markedEnd(step.target, to), {
      vouched: step.vouched ?? false,
    }),
    primaries: new Set(from.view.flatMap(({id, role}) => (role === 'primary' ? [id] : []))),
    sourceEpoch: ownLine(from.view)?.configEpoch ?? 0,
  }
}

/** Leaves room for errors of the estimate, before MIGRATE runs into its timeout. */
const PART_OF_HOLD = 0.75

function markedEnd(id: Node['id'], {view}: Pick<NodeReading, 'view'>): MarkedEnd {
  return {id, openSlots: ownLine(view)?.openSlots ?? []}
}

function timeoutOf({config}: NodeReading): number {
  return config?.nodeTimeoutMs ?? USUAL_NODE_TIMEOUT_MS
}

/** A server that sends or receives a big key serves nobody until it is done. */
function limitsOf({session, moving}: StepExecution, nodeTimeoutMs: number) {
  const {commandTimeoutMs} = session.options
  const pauseMs = moving.allowBigKeys ? moving.timeoutMs : nodeTimeoutMs / 2
  return {controlMs: commandTimeoutMs + pauseMs, keysMs: commandTimeoutMs + moving.timeoutMs}
}

/** Numbered databases in a cluster exist since Valkey 9.0. */
function isMultiDatabase({info}: NodeReading): boolean {
  return info?.software === 'valkey' && isAtLeast(info.version, 9)
}

/** A big value can be deleted without a pause since Redis 4.0. */
function canUnlink({info}: NodeReading): boolean {
  return info?.software === 'valkey' || isAtLeast(info?.version, 4)
}

/** Since Redis 6.2, a new owner announces itself to all nodes at once (redis#7571). */
function announces({info}: NodeReading): boolean {
  return info?.software === 'valkey' || isAtLeast(info?.version, 6, 2)
}

/** The other primaries that can be told about the new owner. */
function othersOf(view: readonly NodeLine[], step: StepOf<'migrate-slots'>, {session}: StepExecution) {
  const primaries = view.filter(({role, flags}) => role === 'primary' && flags.length === 0)
  return primaries.flatMap(({id}) => {
    if (id === step.source || id === step.target) return []
    return session.isConnected(id) ? [id] : []
  })
}

const PINGS = 5

/** The shortest of a few: longer times include work of the server. */
async function roundTripOf(end: Endpoint): Promise<number> {
  let shortest = Infinity
  for (let ping = 0; ping < PINGS; ping++) {
    const start = performance.now()
    await end.with((client) => client.ping())
    shortest = Math.min(shortest, performance.now() - start)
  }
  return shortest
}
