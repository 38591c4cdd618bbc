import {Command} from '@oclif/core/command'
import type {Input, ParserOutput} from '@oclif/core/interfaces'
import type {TypedAddress} from '../domain/address.js'
import type {FindingCode} from '../domain/finding.js'
import {hasPassword} from '../profiles/credentials.js'
import type {Env} from '../profiles/env.js'
import type {ProfileInUse} from '../profiles/settings.js'
import type {Target} from '../profiles/target.js'
import type {Exit} from './exit.js'
import type {ConnectionFlags} from './flags.js'
import {invocation} from './invocation.js'
import {origin} from './paste.js'
import {reach, type ReachedCluster, type ResolvedTarget, resolveTarget} from './reach.js'

/** What commands share that connect to a cluster: the profile, the environment, and the flags that they complete. */
export abstract class ReachingCommand extends Command {
  /** The profile that the command uses, after `connect` or `asked`. */
  private profile: ProfileInUse | undefined
  private readonly typed = new Set<string>()

  /** Codes of findings that the profile says to ignore; known after `connect` or `asked`. */
  protected get ignoredByProfile(): readonly FindingCode[] {
    return this.profile?.settings.ignore ?? []
  }

  /** Remembers which flags were typed: a profile sets the others. */
  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    for (const token of parsed.raw) if (token.type === 'flag') this.typed.add(token.flag)
    return parsed
  }

  /**
   * How to connect to a cluster, and through which node; with the flags as the profile completes them. `nodes`: all
   * that the target stands for.
   */
  protected async connect<F extends ConnectionFlags>(
    flags: F,
    target: Target,
    signal?: AbortSignal,
  ): Promise<Connected<F> & Pick<ResolvedTarget, 'nodes'>> {
    const resolved = await resolveTarget(target, this.env)
    return {...withSeed(await this.reach(flags, resolved, {signal})), nodes: resolved.nodes}
  }

  /** How to connect to each node that a target stands for. */
  protected async connectAll(
    flags: ConnectionFlags,
    target: Target,
    signal?: AbortSignal,
  ): Promise<Pick<Connected<unknown>, 'connection' | 'profile'> & Pick<ResolvedTarget, 'nodes'>> {
    const {nodes, ...resolved} = await resolveTarget(target, this.env)
    return {nodes, ...(await this.reach(flags, {...resolved, nodes: []}, {others: nodes, signal}))}
  }

  /** Connects to what a target was resolved to. `others`: nodes that were typed besides. */
  protected async reach<F extends ConnectionFlags>(
    flags: F,
    resolved: ResolvedTarget,
    {
      others = [],
      signal,
    }: {readonly others?: readonly TypedAddress[]; readonly signal?: AbortSignal | undefined},
  ): Promise<ReachedCluster<F>> {
    const {typed, env} = this
    this.profile = resolved.profile
    origin.profile = resolved.profile?.name
    const names = Object.keys({...this.ctor.baseFlags, ...this.ctor.flags})
    const reached = await reach({flags, names, typed, resolved, others, env, signal})
    origin.fromEnv = reached.fromEnv
    return reached
  }

  /** The environment. Command lines of older tools do what they did before there were these variables. */
  protected get env(): Env {
    return invocation.view ? withoutOurs(process.env) : process.env
  }

  /** The message of a refused login names flags and variables, and with a profile something else is to be done. */
  protected withProfileHint(exit: Exit): Exit {
    const isLogin = exit.details.some((detail) => Object(detail).code === 'auth')
    if (!this.profile || !isLogin) return exit
    return {...exit, hints: [...exit.hints, loginHint(this.profile)]}
  }
}

function loginHint({name, settings}: ProfileInUse): string {
  return hasPassword(settings)
    ? `See what each seed of the profile answers: clustertool profile test ${name}`
    : `The profile ${name} has no password: add password-file or password-command. REDISCLI_AUTH is not used with profiles.`
}

type Values = Record<string, unknown>

/** How to connect to a cluster, and through which node. */
export type Connected<F> = ReachedCluster<F> & {readonly seed: TypedAddress}

/** Throws a TypeError without a seed: every target has one. */
export function withSeed<F>(reached: ReachedCluster<F>): Connected<F> {
  const {seed} = reached
  if (!seed) throw new TypeError('a target has at least one node')
  return {...reached, seed}
}

function withoutOurs(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CLUSTERTOOL_')))
}
