import type {CallFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import type {CallOutcome} from '../../domain/answer.js'
import {ClusterToolError} from '../../domain/errors.js'
import {call} from '../../operations/call.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {refuseStreams} from './words.js'
import type {Target} from '../../profiles/target.js'
import {takeTarget} from '../../cli/target.js'
import {readStdin} from '../../cli/stdin.js'

type Connection = {readonly seed: Address; readonly connection: ConnectionOptions}

/** Runs a call; with `stdin`, the last argument is read from stdin. Throws USAGE. */
export async function runCall(
  argv: readonly string[],
  flags: CallFlags,
  connect: (target: Target) => Promise<Connection>,
): Promise<CallOutcome> {
  const {target, rest} = takeTarget(argv)
  if (rest.length === 0) {
    throw new ClusterToolError('USAGE', 'No command was given.', {
      hints: ['Example: clustertool call 10.0.0.5:7000 CONFIG GET maxmemory'],
    })
  }
  refuseStreams(rest)
  const {seed, connection} = await connect(target)
  const words = flags.stdin ? [...rest, await readStdin('the last argument of the command')] : rest
  refuseStreams(words)
  return call(seed, {words, only: roleOf(flags), nodes: flags.node ?? []}, connection)
}

function roleOf(flags: CallFlags) {
  if (flags['only-primaries']) return 'primary'
  return flags['only-replicas'] ? 'replica' : undefined
}
