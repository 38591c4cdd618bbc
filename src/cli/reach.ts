import type {TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Env} from '../profiles/env.js'
import type {Profiles} from '../profiles/file.js'
import {type ProfileInUse, withDefaults} from '../profiles/settings.js'
import {seedsOf, type Target, targetInEnv} from '../profiles/target.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {firstSeed} from '../redis/first-seed.js'
import {list} from '../report/words.js'
import {toConnectionOptions} from './connection.js'
import type {ConnectionFlags} from './flags.js'
import {targetOf} from './target.js'

/** What a command is asked to connect to, and how. */
export type ReachRequest<F> = {
  readonly flags: F
  /** The names of all flags of the command, and of those that were typed. */
  readonly names: readonly string[]
  readonly typed: ReadonlySet<string>
  readonly resolved: ResolvedTarget
  /** Other nodes that were typed: they may have credentials, too. */
  readonly others: readonly TypedAddress[]
  readonly env: Env
  readonly signal: AbortSignal | undefined
}

/** How a command connects, and through which node. */
export type ReachedCluster<F> = {
  readonly connection: ConnectionOptions
  /** The flags, with the defaults of the profile. */
  readonly flags: F
  readonly profile: ProfileInUse | undefined
  /** The seed to use; undefined without a target. */
  readonly seed: TypedAddress | undefined
  /** What the environment contributes, as addresses and flags. */
  readonly fromEnv: readonly string[]
}

/** The nodes that a target stands for; none if they are found elsewhere. */
export type ResolvedTarget = {
  readonly nodes: readonly TypedAddress[]
  readonly profile: ProfileInUse | undefined
  /** What CLUSTERTOOL_NODE says, if that was used. */
  readonly inEnv: string | undefined
}

/**
 * Determines how to connect: reads certificates and the password, and finds the first of several seeds that answers.
 * Throws USAGE or REFUSED for a configuration that cannot be used, and UNREACHABLE if no seed answers.
 */
export async function reach<F extends ConnectionFlags>(request: ReachRequest<F>): Promise<ReachedCluster<F>> {
  const {resolved, others, env, names, typed, signal} = request
  const {nodes, profile} = resolved
  const flags = profile ? withDefaults(request.flags, profile.settings, {names, typed}) : request.flags
  const connection = await toConnectionOptions(flags, [...others, ...nodes], {env, profile, signal})
  const seed = nodes.length > 0 ? await chooseSeed(resolved, connection, signal) : undefined
  return {connection, flags, profile, seed, fromEnv: wordsFromEnv(request, connection.tls !== undefined)}
}

/** What a command needs in another shell; a profile contains what it needs. */
function wordsFromEnv<F>({resolved, typed, env}: ReachRequest<F>, tls: boolean): string[] {
  if (resolved.profile) return []
  const given = [['user', env['CLUSTERTOOL_USER']] as const, ...(tls ? filesInEnv(env) : [])]
  const flags = given.flatMap(([flag, value]) => (value && !typed.has(flag) ? [`--${flag}`, value] : []))
  return [...(resolved.inEnv === undefined ? [] : [resolved.inEnv]), ...flags]
}

function filesInEnv(env: Env): readonly (readonly [flag: string, value: string | undefined])[] {
  return [
    ['cacert', env['CLUSTERTOOL_CACERT']],
    ['cert', env['CLUSTERTOOL_CERT']],
    ['key', env['CLUSTERTOOL_KEY']],
  ]
}

/** The only seed of a target, or the first that answers. Throws UNREACHABLE or REFUSED if none does. */
export async function chooseSeed(
  {nodes, profile}: Pick<ResolvedTarget, 'nodes' | 'profile'>,
  connection: ConnectionOptions,
  signal: AbortSignal | undefined,
): Promise<TypedAddress> {
  const [first, ...others] = nodes
  if (!first) throw new TypeError('a target has at least one node')
  const whose = profile ? `No seed of the profile ${profile.name}` : 'None of these nodes'
  return others.length === 0 ? first : firstSeed(nodes, connection, {whose, signal})
}

/** The nodes that a target stands for. Throws USAGE if nothing was typed and there is no default. */
export async function resolveTarget(target: Target, env: Env): Promise<ResolvedTarget> {
  if (target.kind === 'nodes') return {nodes: target.nodes, profile: undefined, inEnv: undefined}
  if (target.kind === 'profile') return ofProfile(target.name, env, true)
  const inEnv = targetInEnv(env)
  if (inEnv?.target.kind === 'nodes') {
    return {nodes: inEnv.target.nodes, profile: undefined, inEnv: env['CLUSTERTOOL_NODE']}
  }
  if (inEnv?.target.kind === 'profile') return ofProfile(inEnv.target.name, env, false)
  const profiles = await readConfiguration(env)
  if (profiles?.defaultName === undefined) throw noNode(profiles)
  return ofProfile(profiles.defaultName, env, false)
}

/**
 * Nodes that are all meant, in the place of the first that answers: addresses, and profiles that stand for all their
 * seeds. Throws USAGE for two profiles: each has its own credentials.
 */
export async function resolveNodes(
  words: readonly string[],
  env: Env,
): Promise<Pick<ResolvedTarget, 'nodes' | 'profile'>> {
  const targets = words.map((word) => targetOf(word))
  const names = [...new Set(targets.flatMap((target) => (target.kind === 'profile' ? target.name : [])))]
  if (names.length > 1) {
    throw new ClusterToolError(
      'USAGE',
      `The nodes are of two profiles: ${list(names.map((name) => `@${name}`))}.`,
    )
  }
  const all = await Promise.all(targets.map((target) => resolveTarget(target, env)))
  return {
    nodes: all.flatMap(({nodes}) => nodes),
    profile: all.find(({profile}) => profile)?.profile,
  }
}

async function ofProfile(name: string, env: Env, named: boolean): Promise<ResolvedTarget> {
  const {noProfile} = await import('../profiles/file.js')
  const profiles = await readConfiguration(env)
  if (!profiles) {
    const {configPlace} = await import('../profiles/place.js')
    throw noProfile(name, configPlace(env).path, [])
  }
  const profile = {...profiles.profile(name), named}
  return {nodes: seedsOf(profile), profile, inEnv: undefined}
}

async function readConfiguration(env: Env): Promise<Profiles | undefined> {
  const {readProfiles} = await import('../profiles/file.js')
  return readProfiles(env)
}

/** What a command says that needs a node and has none. */
function noNode(profiles: Profiles | undefined): ClusterToolError {
  const names = profiles?.names ?? []
  const hints =
    names.length === 0
      ? ['Name any node of the cluster as host:port.']
      : [
          `Name any node of the cluster as host:port, or a profile: ${names.map((name) => `@${name}`).join(', ')}.`,
          `A command without a node uses the profile that default names in ${profiles?.file}.`,
        ]
  return new ClusterToolError('USAGE', 'No node was given.', {hints})
}
