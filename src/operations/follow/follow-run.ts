import {join} from 'node:path'
import {ClusterToolError} from '../../domain/errors.js'
import type {CutoverResult, CutoverWish, Then} from '../../domain/cutover.js'
import type {FollowProgress} from '../../domain/follow.js'
import type {ImportOutcome} from '../../domain/import.js'
import type {Event, Listener} from '../../domain/outcome.js'
import type {Control} from '../../execution/control/control.js'
import type {Load} from '../../execution/control/token-bucket.js'
import {Troubles} from '../../execution/import/job.js'
import {Spool} from '../../storage/spool.js'
import {controlImport, type ControlledImport} from '../control-import.js'
import type {FollowingRun} from '../control-run.js'
import {ended} from '../import.js'
import {Databases} from './databases.js'
import {type FollowedServer, haveSlotsMoved} from './followed-sources.js'
import {AppliedRate} from './applied-rate.js'
import {FollowCutovers} from './follow-cutovers.js'
import {endOf, isOfFileSystem} from './follow-ends.js'
import type {FollowRunParts} from './follow-run-parts.js'
import {Follower, type FollowerStart} from './follower.js'
import {bringFunctions} from './functions.js'
import {sweepSource} from './sweep-source.js'

/** Those that a server has by default: clients may begin to use others than had keys at first. */
const USUAL_DATABASES = Array.from({length: 16}, (_, db) => db)
const TELL_EVERY_MS = 250
const CHECK_EVERY_MS = 3000
/** So far the clocks may differ before the user should know. */
const CLOCKS_APART_MS = 1000

/** An import that follows its source, under way. */
export class FollowRun implements FollowingRun {
  private readonly parts: FollowRunParts
  private readonly troubles = new Troubles()
  private readonly notes: string[] = []
  private readonly stop: AbortController
  private readonly startedAt = performance.now()
  private followers: readonly Follower[] = []
  private readonly rate = new AppliedRate()
  private readonly cutovers: FollowCutovers
  private haveSlotsMoved = false
  /** All primaries of a source cluster are emptied by the same client. */
  private asked: Promise<boolean> | undefined
  private hasAgreed = false
  private checkedAt = 0

  constructor(parts: FollowRunParts) {
    this.parts = parts
    this.stop = parts.stop
    this.cutovers = new FollowCutovers(parts, {progress: this.progress, followers: () => this.followers})
  }

  /** Follows until it is told to stop, or was cut over. Throws bugs, and what a file system says. */
  async run(): Promise<ImportOutcome> {
    const {context, proposal} = this.parts
    const listener: Listener = (event) => {
      if (event.type === 'note') this.notes.push(event.text)
      context.onEvent(event)
    }
    const under = await controlImport(proposal, {...context, onEvent: listener}, this)
    this.cutovers.isPaused = () => under.control.isPaused
    const onAbort = () => this.stop.abort()
    context.signal.addEventListener('abort', onAbort, {once: true})
    if (context.signal.aborted) this.stop.abort()
    const timer = setInterval(() => under.listener(this.progressEvent()), TELL_EVERY_MS)
    const spools: Spool[] = []
    try {
      this.followers = await this.openFollowers(under, spools)
      const ends = await this.untilEnd()
      return this.outcome(ends)
    } finally {
      clearInterval(timer)
      context.signal.removeEventListener('abort', onAbort)
      await this.cutovers.close()
      this.save()
      for (const spool of spools) spool.close()
      under.close()
    }
  }

  cutOver(wish: CutoverWish): Promise<string | CutoverResult> {
    return this.cutovers.begin(wish)
  }

  endCutover(afterwards: Then): Promise<string | undefined> {
    return this.cutovers.end(afterwards)
  }

  /** How far it has come. */
  readonly progress = (): FollowProgress => {
    const sources = this.followers.map(({told}) => told)
    const {readyBelowMs} = this.parts.options
    const isReady =
      sources.length > 0 &&
      sources.every(
        ({phase, lagMs, trouble, isFull}) =>
          phase === 'following' && lagMs <= readyBelowMs && trouble === undefined && !isFull,
      )
    return {
      sources,
      isReady,
      commandsPerSecond: this.rate.note(sources.reduce((sum, one) => sum + one.commands, 0)),
    }
  }

  private progressEvent(): Event {
    return {type: 'follow-progress', progress: this.progress()}
  }

  /** One that fails stops the others. */
  private async untilEnd(): Promise<readonly PromiseSettledResult<void>[]> {
    return Promise.allSettled(
      this.followers.map(async (follower) => {
        try {
          await follower.run()
        } finally {
          this.stop.abort()
        }
      }),
    )
  }

  private async openFollowers(under: ControlledImport, spools: Spool[]): Promise<Follower[]> {
    const {servers, owners, state, options, limitBytes} = this.parts
    const used = servers.flatMap(({facts}) => facts.info.keys.map(({db}) => db))
    const same = new Set(await owners.databasesAmong([...new Set([...USUAL_DATABASES, ...used])]))
    const known = new Map((state.places ?? []).map((place) => [place.name, place]))
    // Of a cluster whose primaries are others now, nothing of what was noted fits.
    const fits = servers.every(({id, name}) => known.has(id ?? name)) && known.size === servers.length
    const runs = new Map<string, string>(owners.brought.seenRuns)
    const wasRestarted = state.owners.some(([id, run]) => runs.get(id) !== run)
    return servers.map((server) => {
      const place = fits && !wasRestarted ? known.get(server.id ?? server.name) : undefined
      const spool = Spool.open(
        join(state.folder, `stream-${server.id ?? 'server'}`),
        place?.offset ?? 0,
        limitBytes,
      )
      spools.push(spool)
      const databases = new Databases(options.databases, same, used)
      const start = {place, isCopied: place?.copied ?? false, compares: state.places !== undefined}
      return this.follower({server, spool, databases, start, under})
    })
  }

  private follower({server, spool, databases, start, under}: FollowerWishes): Follower {
    const {owners, limitBytes, options, openNodes, context} = this.parts
    const {name, source, attach, facts} = server
    const {control, listener} = under
    const onEvent: Listener = (event) => {
      if (event.type !== 'import-progress') return listener(event)
      const {keys, keysTotal} = event.progress
      Object.assign(follower.swept, {keys, keysTotal})
    }
    const servers = this.parts.servers.length
    const refuseLoss = (had: number, has: number) => this.refuseLoss(name, had, has)
    const reading = {source, owners, databases, openNodes, servers, refuseLoss}
    const sweeping = {...reading, settings: options.settings, control, onEvent}
    const follower: Follower = new Follower(
      {
        name,
        source,
        attach,
        options: server.options,
        owners,
        databases,
        inCluster: facts.info.clusterEnabled,
        spool,
        limitBytes,
        signal: this.stop.signal,
        patienceMs: options.settings.patienceMs,
        sweep: async (bringing, compares) => {
          const why = await bringFunctions(source, owners)
          if (why !== undefined)
            this.note(listener, `The functions of ${name} cannot be brought over: ${why}`)
          this.warnOfClocks(follower, listener)
          await sweepSource(sweeping, bringing, compares)
        },
        untilFree: (keys, bytes) => this.untilFree(control, {keys, bytes}),
        onWaiting: (what) => listener({type: 'waiting', what, missing: []}),
        onNote: (text) => this.note(listener, text),
        onRefused: ({db, key}, what) => this.troubles.add({key, db, what}),
        confirmFlush: (what) =>
          this.askOnce(() => context.confirmFlush(name, `a client of it has sent ${what}`)),
        save: () => this.save(),
        checkSource: (isKnown) => this.checkSource(isKnown),
      },
      start,
    )
    return follower
  }

  private async untilFree(control: Control, load: Load): Promise<void> {
    const own = control.beginNext()
    await own.untilFree(this.stop.signal)
    await own.untilAdmitted(this.stop.signal)
    own.noteLoad(load)
    control.end(own.index)
  }

  private async refuseLoss(name: string, had: number, has: number): Promise<void> {
    const what = `it has only ${has} keys, and the cluster has about ${had} of it`
    // Whoever agreed that keys are deleted is not asked twice.
    const ask = () => this.askOnce(() => this.parts.context.confirmFlush(name, what))
    const isAgreed = this.hasAgreed || (await ask())
    this.hasAgreed = false
    if (isAgreed) return
    throw new ClusterToolError(
      'INCOMPLETE',
      `The source ${name} may have lost its data: ${what}, which would be deleted`,
    )
  }

  private askOnce(ask: () => Promise<boolean>): Promise<boolean> {
    this.asked ??= ask().finally(() => (this.asked = undefined))
    return this.asked.then((isYes) => (this.hasAgreed = isYes))
  }

  private note(listener: Listener, text: string): void {
    listener({type: 'note', index: 0, text})
  }

  private warnOfClocks({clocks, parts}: Follower, listener: Listener): void {
    const {worst} = clocks
    if (!worst || Math.abs(worst.aheadMs) < CLOCKS_APART_MS) return
    const by = `${(Math.abs(worst.aheadMs) / 1000).toFixed(1)} s ${worst.aheadMs > 0 ? 'ahead of' : 'behind'}`
    const owner = this.parts.owners.nameOf(worst.id)
    this.note(
      listener,
      `The clock of ${owner} is ${by} that of the source ${parts.name}. Keys get the time to live that they have left on the source.`,
    )
  }

  /** A place that is not noted costs time only. Returns whether it was. */
  private save(): boolean {
    const places = this.followers.flatMap((follower, at) => {
      const server = this.parts.servers[at]
      const {durable} = follower
      return durable && server
        ? [{...durable, name: server.id ?? server.name, copied: follower.isCopied}]
        : []
    })
    if (places.length === 0 || places.length < this.followers.length) return false
    try {
      // Where slots were moved, what was noted of one server may be on another.
      const {state, owners} = this.parts
      state.save(this.haveSlotsMoved ? [] : places, owners.brought.seenRuns)
      return true
    } catch (error) {
      if (!isOfFileSystem(error)) throw error
      return false
    }
  }

  /** Once in a while: the stream of each source primary is taken for that of the slots that it had at the start. */
  private async checkSource(isKnown = false): Promise<void> {
    const now = performance.now()
    if (!isKnown && now - this.checkedAt < CHECK_EVERY_MS) return
    this.checkedAt = now
    if (!isKnown && !(await haveSlotsMoved(this.parts.servers))) return
    this.haveSlotsMoved = true
    throw new ClusterToolError(
      'INCOMPLETE',
      'slots of the source were moved to other nodes; when that is over, run the same command again, which compares everything',
    )
  }

  private outcome(ends: readonly PromiseSettledResult<void>[]): ImportOutcome {
    const {count, shown} = this.troubles
    const {isCutOver, stopped} = endOf(ends, this.cutovers.afterwards !== undefined)
    return {
      ...ended(this.parts.proposal, isCutOver && count === 0 ? 'done' : 'incomplete'),
      stopped,
      troubles: {count, shown: [...shown]},
      notes: this.notes,
      milliseconds: performance.now() - this.startedAt,
      followed: this.followers.map(({told}) => told),
    }
  }
}

type FollowerWishes = {
  readonly server: FollowedServer
  readonly spool: Spool
  readonly databases: Databases
  readonly start: FollowerStart
  readonly under: ControlledImport
}
