import {setImmediate} from 'node:timers/promises'
import type {
  ControlChange,
  ControlledOperation,
  ControlReply,
  ControlRequest,
  ControlState,
  ControlStatus,
} from '../domain/control.js'
import type {CutoverResult, CutoverWish, Then} from '../domain/cutover.js'
import type {FollowProgress} from '../domain/follow.js'
import type {Operator} from '../domain/operator.js'
import type {Event} from '../domain/outcome.js'
import type {Step} from '../domain/step.js'
import type {Control} from '../execution/control/control.js'
import {isOfDeadProcess} from '../journal/process-mark.js'
import {type ControlServer, openControl} from '../control/server.js'
import {findSockets, removeSocket} from '../control/socket-place.js'
import type {Context} from './context.js'
import {RunProgress} from './control-progress.js'

export type ControlledRun = {
  /** Names the run: name of its journal, without folder and suffix. */
  readonly id: string
  readonly command: string
  readonly operator: Operator
  readonly nodes: ControlStatus['nodes']
  readonly steps: readonly Step[]
  readonly control: Control
  readonly signal: AbortSignal
  /** Stops it at the next safe point, as the first signal does; undefined if only signals can. */
  readonly stop: ((by: string) => void) | undefined
  /** The settings that can be changed; undefined: all. */
  readonly changes?: readonly (keyof ControlChange)[]
  readonly onControl: Context<never>['onControl']
  /** Called before settings are changed, to keep them for a later run. */
  readonly keep?: (by: string, change: ControlChange) => void
  /** Called when it is paused, to wait until all nodes agree. */
  readonly settle: () => Promise<void>
  /** Called again and again while it rests. */
  readonly keepAlive: () => Promise<void>
  /** Takes bugs of what runs beside the operation. */
  readonly onBug: (error: unknown) => void
  /** What an import that follows its source does and tells beside that. */
  readonly following?: FollowingRun | undefined
}

/** What can be asked of an import that follows its source. */
export type FollowingRun = {
  readonly progress: () => FollowProgress
  /** Returns why it cannot begin, or what it found. */
  readonly cutOver: (wish: CutoverWish) => Promise<string | CutoverResult>
  /** Returns why it cannot end; undefined if it has. */
  readonly endCutover: (afterwards: Then) => Promise<string | undefined>
}

const NOT_FOLLOWING = 'it does not follow a source'

/** Servers that close idle connections do so after some seconds at the earliest. */
const KEEP_ALIVE_MS = 4000

/** A run that can be asked and told from another terminal. */
export class RunUnderControl {
  private readonly run: ControlledRun
  private readonly progress: RunProgress
  private readonly startedAt = new Date().toISOString()
  private alive: NodeJS.Timeout | undefined
  private server: ControlServer | undefined

  constructor(run: ControlledRun) {
    this.run = run
    this.progress = new RunProgress(run.steps)
  }

  /**
   * Listens for requests, after it has removed what killed processes of this machine have left in the folder of the
   * journals. Returns why nobody can control the run; undefined if it listens.
   */
  async listen(folder: string): Promise<string | undefined> {
    for (const socket of await findSockets(folder)) {
      if (await isOfDeadProcess(folder, socket.id)) removeSocket(folder, socket)
    }
    const {id} = this.run
    const answer = (request: ControlRequest) => this.answer(request)
    this.server = await openControl({folder, id, onBug: this.run.onBug}, answer)
    this.run.onControl?.(answer)
    return this.server.trouble
  }

  /** Listens no more, and does nothing for it. */
  close(): void {
    this.keepAlive(false)
    if (this.server) this.run.onControl?.(undefined)
    this.server?.close()
    this.server = undefined
  }

  /** Takes in an event of the run. */
  note(event: Event): void {
    this.progress.note(event, performance.now())
    if (event.type === 'rest') this.keepAlive(event.rest !== undefined)
  }

  /** Does what it is told, and says how the run is then. */
  async answer(request: ControlRequest): Promise<ControlReply> {
    const refused = this.refusal(request)
    if (refused !== undefined) return {refused}
    if (request.do === 'cutover') return this.cutOver(request)
    if (request.do === 'end-cutover') return this.endCutover(request)
    await this.carryOut(request)
    return {status: this.status}
  }

  private async cutOver(wish: CutoverWish): Promise<ControlReply> {
    const found = (await this.run.following?.cutOver(wish)) ?? NOT_FOLLOWING
    return typeof found === 'string' ? {refused: found} : {status: {...this.status, cutover: found}}
  }

  private async endCutover({afterwards}: {readonly afterwards: Then}): Promise<ControlReply> {
    if (!this.run.following) return {refused: NOT_FOLLOWING}
    const refused = await this.run.following.endCutover(afterwards)
    return refused === undefined ? {status: this.status} : {refused}
  }

  private refusal(request: ControlRequest): string | undefined {
    const isChange = request.do === 'pause' || request.do === 'set'
    if (isChange && this.run.signal.aborted) return 'it is stopping'
    if (request.do === 'stop' && !this.run.stop) return 'only a signal stops it'
    return request.do === 'set' ? this.refusedChange(request.settings) : undefined
  }

  private async carryOut(request: ControlRequest): Promise<void> {
    const {control, signal, stop, keep} = this.run
    if (request.do === 'pause') return this.pause(request)
    if (request.do === 'set') {
      keep?.(request.by, request.settings)
      control.set(request.settings)
    }
    if (request.do === 'stop' && !signal.aborted) stop?.(request.by)
    if (request.do !== 'resume') return
    control.resume()
    // Until steps have noticed.
    await setImmediate()
  }

  /** The names of the connections tell other operators that a run which rests is not over. */
  private keepAlive(rests: boolean): void {
    const {keepAlive, onBug} = this.run
    clearInterval(this.alive)
    this.alive = undefined
    if (!rests) return
    this.alive = setInterval(() => void keepAlive().catch(onBug), KEEP_ALIVE_MS).unref()
  }

  private refusedChange(change: ControlChange): string | undefined {
    const {changes, command} = this.run
    const names = Object.keys(change) as (keyof ControlChange)[]
    if (!changes || names.every((name) => changes.includes(name))) return undefined
    return `of an ${command.split(' ', 1)[0] ?? ''}, only ${changes.join(' and ')} can be set while it runs`
  }

  private async pause({by, limitMs}: ControlRequest & {readonly do: 'pause'}): Promise<void> {
    const {control, settle} = this.run
    control.pause(by, new Date().toISOString())
    await control.untilStill(limitMs)
    if (control.isPaused && control.isStill) await settle()
  }

  private get status(): ControlStatus {
    const {nodes, control, following} = this.run
    const {waiting} = this.progress
    const state = this.state
    const isWaiting = waiting !== undefined && !control.isPaused
    return {
      operation: this.operation,
      nodes,
      state,
      hold: isWaiting ? {kind: 'waiting', what: waiting} : control.hold,
      progress: this.progress.at(performance.now()),
      moves: this.progress.moves((step) => control.restsAt(step)),
      settings: control.settings,
      ...(following && {follow: following.progress()}),
    }
  }

  private get operation(): ControlledOperation {
    const {id, command, operator} = this.run
    const {host, pid} = operator
    return {id, command, host, pid, startedAt: this.startedAt}
  }

  private get state(): ControlState {
    const {control, signal} = this.run
    if (signal.aborted) return 'stopping'
    if (!control.isPaused) return 'running'
    return control.isStill ? 'paused' : 'pausing'
  }
}
