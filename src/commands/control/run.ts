import {userInfo} from 'node:os'
import {localContext} from '../../cli/local-context.js'
import {targetOf} from '../../cli/target.js'
import type {Address} from '../../domain/address.js'
import type {ControlStatus} from '../../domain/control.js'
import {control, type ControlTarget} from '../../operations/control.js'
import {nodeIdsOf} from '../../operations/node-ids.js'
import type {Target} from '../../profiles/target.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {operationLines} from '../../report/control-text.js'
import {type ControlWords, isOperation} from './words.js'

/** A node of a cluster that was reached. */
export type ReachedSeed = {readonly seed: Address; readonly connection: ConnectionOptions}

/** Who tells an operation something, for those who look at it later. */
export function whoIsHere(): string {
  return `${userName()}, process ${process.pid}`
}

function userName(): string {
  try {
    return userInfo().username
  } catch (error) {
    // A user without an entry in the list of users.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}

/** Tells the operation. `connect` is used only if a node was named that no operation knows by this address. */
export function runControl(
  {name, request}: ControlWords,
  connect: (target: Target) => Promise<ReachedSeed>,
): Promise<ControlStatus> {
  const {stateFolder} = localContext()
  return control(targetNamed(name, connect), request, {stateFolder, describe: operationLines})
}

/** Which operation is meant by what was typed. */
export function targetNamed(
  name: string | undefined,
  connect: (target: Target) => Promise<ReachedSeed>,
): ControlTarget {
  if (name === undefined) return {kind: 'only'}
  if (isOperation(name)) return {kind: 'operation', name}
  const target = targetOf(name)
  return {
    kind: 'node',
    address: name,
    async findIds() {
      const {seed, connection} = await connect(target)
      return nodeIdsOf(seed, connection)
    },
  }
}
