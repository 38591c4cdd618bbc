import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {seenNear} from '../domain/seen.js'
import {findSockets} from '../control/socket-place.js'
import {stateFolder} from '../journal/folder.js'
import {isOfDeadProcess} from '../journal/process-mark.js'
import {readSeen} from '../journal/seen.js'
import type {Env} from '../profiles/env.js'
import {type Profiles, readProfiles} from '../profiles/file.js'
import {parseTarget, seedsOf, targetInEnv, type Target} from '../profiles/target.js'
import type {KnownHere} from './candidates.js'

/**
 * What profiles, journals and sockets say. `node`: the node of the command line, empty without one; if its cluster is known,
 * only operations on that cluster are returned. Leaves out what cannot be read or used.
 */
export async function readKnown(env: Env, node: string): Promise<KnownHere> {
  const folder = stateFolder(env)
  const [profiles, operations, running] = await Promise.all([
    readProfiles(env).catch(ignoreExpected),
    readSeen(folder),
    readRunning(folder),
  ])
  return {
    profiles: (profiles?.names ?? []).map((name) => ({name, seeds: seedsIn(profiles, name)})),
    operations: seenNear(operations, addressesOf(targetIn(node, env), profiles)),
    running,
    first: node,
  }
}

/** Those of this machine whose process has not ended. */
async function readRunning(folder: string): Promise<readonly string[]> {
  const sockets = await findSockets(folder)
  const ended = await Promise.all(sockets.map(({id}) => isOfDeadProcess(folder, id)))
  return sockets.flatMap(({id}, at) => (ended[at] ? [] : [id])).toReversed()
}

function seedsIn(profiles: Profiles | undefined, name: string | undefined): readonly string[] {
  if (!profiles || name === undefined) return []
  return attempt(() => seedsOf(profiles.profile(name)).map(formatAddress)) ?? []
}

function targetIn(node: string, env: Env): Target {
  return attempt(() => (node === '' ? targetInEnv(env)?.target : parseTarget(node))) ?? {kind: 'default'}
}

function addressesOf(target: Target, profiles: Profiles | undefined): readonly string[] {
  if (target.kind === 'nodes') return target.nodes.map(formatAddress)
  return seedsIn(profiles, target.kind === 'profile' ? target.name : profiles?.defaultName)
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    return ignoreExpected(error)
  }
}

function ignoreExpected(error: unknown): undefined {
  if (!(error instanceof ClusterToolError)) throw error
}
