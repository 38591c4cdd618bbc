import {askOperation, type AskedOperation} from '../control/client.js'
import {findSockets, type FoundSocket, processOf} from '../control/socket-place.js'
import type {ControlRequest, ControlStatus} from '../domain/control.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId} from '../domain/node.js'
import {isSuspended} from '../journal/suspended.js'

/** Which operation is meant: the only one that runs, one by its id or its process, or the one on a cluster. */
export type ControlTarget =
  | {readonly kind: 'only'}
  | {readonly kind: 'operation'; readonly name: string}
  /** `address`: as typed. `findIds`: asks the cluster for the ids of its nodes. */
  | {
      readonly kind: 'node'
      readonly address: string | undefined
      readonly findIds: () => Promise<readonly NodeId[]>
    }

export type ControlContext = {
  /** The folder of the journals. */
  readonly stateFolder: string
  /** Describes operations, one line each. */
  readonly describe: (running: readonly ControlStatus[]) => readonly string[]
  /** Milliseconds for an answer. Default: 5000. */
  readonly answerMs?: number
}

/** An operation that runs, and where it listens. */
type RunningOperation = {readonly socket: FoundSocket; readonly status: ControlStatus}

const ANSWER_MS = 5000
/** What an operation needs for the answer to a pause beside the time that it may wait. */
const PAUSE_MORE_MS = 10_000

/**
 * Tells a running operation of this machine and user something, and returns how it is then. Throws USAGE if it is not
 * clear which one is meant, REFUSED if none runs, if it belongs to another user, or if it does not do it, and
 * UNREACHABLE if it does not answer.
 */
export async function control(
  target: ControlTarget,
  request: ControlRequest,
  context: ControlContext,
): Promise<ControlStatus> {
  const {socket, status} = await choose(target, context)
  if (request.do === 'status') return status
  const limitMs = request.do === 'pause' ? request.limitMs + PAUSE_MORE_MS : (context.answerMs ?? ANSWER_MS)
  const asked = await askOperation(socket.path, request, limitMs)
  if (asked.kind !== 'answered') throw await noAnswer(socket, asked)
  const {reply} = asked
  if ('status' in reply) return reply.status
  throw new ClusterToolError('REFUSED', `The operation ${socket.id} did not do that: ${reply.refused}.`)
}

async function choose(target: ControlTarget, context: ControlContext): Promise<RunningOperation> {
  const sockets = await findSockets(context.stateFolder)
  const limitMs = context.answerMs ?? ANSWER_MS
  if (target.kind === 'operation')
    return one(
      await askAll(
        sockets.filter(({id}) => isNamed(id, target.name)),
        limitMs,
      ),
      target,
    )
  const found = await askAll(sockets, limitMs)
  const {running} = found
  if (target.kind === 'only') {
    if (running.length > 1) throw several(running, context)
    return one(found, target)
  }
  const meant = running.filter(({status}) => status.nodes.some(({address}) => address === target.address))
  if (meant.length > 0 || running.length === 0) return one({...found, running: meant}, target)
  const ids = new Set(await target.findIds())
  return one(
    {...found, running: running.filter(({status}) => status.nodes.some(({id}) => ids.has(id)))},
    target,
  )
}

type FoundRunning = {
  readonly running: readonly RunningOperation[]
  readonly failed: readonly {readonly socket: FoundSocket; readonly asked: NoAnswer}[]
}

type NoAnswer = Exclude<AskedOperation, {readonly kind: 'answered'}>

/** Asks all for their status. Nobody listens to the socket of a process that was killed; it is passed over. */
async function askAll(sockets: readonly FoundSocket[], limitMs: number): Promise<FoundRunning> {
  const all = await Promise.all(
    sockets.map(async (socket) => ({
      socket,
      asked: await askOperation(socket.path, {do: 'status'}, limitMs),
    })),
  )
  return {
    running: all.flatMap(({socket, asked}) =>
      asked.kind === 'answered' && 'status' in asked.reply ? [{socket, status: asked.reply.status}] : [],
    ),
    failed: all.flatMap(({socket, asked}) => {
      if (asked.kind !== 'answered') return asked.kind === 'gone' ? [] : [{socket, asked}]
      if ('status' in asked.reply) return []
      return [{socket, asked: {kind: 'unknown' as const, problem: asked.reply.refused}}]
    }),
  }
}

/** By its id, or by the number of its process, which is in the id. */
function isNamed(id: string, name: string): boolean {
  return id === name || (/^\d+$/.test(name) && processOf({id}) === Number(name))
}

async function one({running, failed}: FoundRunning, target: ControlTarget): Promise<RunningOperation> {
  // The last one that began on a cluster is the one that changes it.
  const chosen = running.at(-1)
  if (chosen) return chosen
  const [first] = failed
  if (first) throw await noAnswer(first.socket, first.asked)
  throw none(target)
}

const NONE_TEXTS: {readonly [K in ControlTarget['kind']]: (target: ControlTarget & {kind: K}) => string} = {
  only: () => 'No operation is running on this machine that can be controlled.',
  node: () => 'No operation on this cluster is running on this machine that can be controlled.',
  operation: ({name}) => `The operation ${name} is not running on this machine, or cannot be controlled.`,
}

function none(target: ControlTarget): ClusterToolError {
  return new ClusterToolError('REFUSED', NONE_TEXTS[target.kind](target as never), {
    hints: [
      'Only the user who started it can control it, on the same machine. To see what ran: clustertool history HOST:PORT',
    ],
  })
}

function several(running: readonly RunningOperation[], {describe}: ControlContext): ClusterToolError {
  const all = running.map(({status}) => status)
  return new ClusterToolError('USAGE', `${running.length} operations are running; name one of them.`, {
    hints: [...describe(all)],
    details: all.map(({operation}) => operation),
  })
}

async function noAnswer(socket: FoundSocket, asked: NoAnswer): Promise<ClusterToolError> {
  const {id} = socket
  switch (asked.kind) {
    case 'gone':
      return new ClusterToolError('REFUSED', `The operation ${id} has just ended.`)
    case 'forbidden':
      return new ClusterToolError('REFUSED', `The operation ${id} belongs to another user.`, {
        hints: ['Only the user who started it can control it.'],
      })
    case 'silent': {
      const why = (await isSuspended(processOf(socket)))
        ? 'its process is suspended (Ctrl-Z); fg continues it'
        : 'it may be very busy'
      return new ClusterToolError('UNREACHABLE', `The operation ${id} does not answer: ${why}.`)
    }
    case 'unknown':
      return new ClusterToolError(
        'UNREACHABLE',
        `The operation ${id} answers in a way that this clustertool does not understand: ${asked.problem}.`,
        {hints: ['It may be of another version. Use the clustertool that started it.']},
      )
    default:
      return asked satisfies never
  }
}
