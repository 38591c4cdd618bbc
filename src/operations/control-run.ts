import {basename} from 'node:path'
import {setImmediate} from 'node:timers/promises'
import type {
  ControlledOperation,
  ControlReply,
  ControlRequest,
  ControlState,
  ControlStatus,
} from '../domain/control.js'
import type {NodeId} from '../domain/node.js'
import type {Operator} from '../domain/operator.js'
import type {SavedPlan} from '../domain/operation.js'
import type {Event} from '../domain/outcome.js'
import type {Control} from '../execution/control/control.js'
import {isOfDeadProcess} from '../journal/process-mark.js'
import {type ControlServer, openControl} from '../control/server.js'
import {findSockets, removeSocket} from '../control/socket-place.js'
import {awaitSameViews, keepAlive} from '../execution/control/same-views.js'
import type {Session} from '../redis/session.js'
import type {Context} from './context.js'
import {RunProgress} from './control-progress.js'

export type ControlledRun = {
  readonly saved: SavedPlan
  readonly operator: Operator
  /** The path of its journal. */
  readonly journal: string
  readonly control: Control
  readonly session: Session
  readonly signal: AbortSignal
  /** Stops it at the next safe point, as the first signal does; undefined if only signals can. */
  readonly stop: ((by: string) => void) | undefined
  readonly onControl: Context<never>['onControl']
  /** Takes bugs of what runs beside the operation. */
  readonly onBug: (error: unknown) => void
}

/** For this long a node may not have heard of the last new owner. */
const AGREE_LIMIT_MS = 5000
/** Servers that close idle connections do so after some seconds at the earliest. */
const KEEP_ALIVE_MS = 4000

/** A run that can be asked and told from another terminal. */
export class RunUnderControl {
  private readonly run: ControlledRun
  private readonly progress: RunProgress
  private readonly startedAt = new Date().toISOString()
  private readonly nodes: readonly NodeId[]
  private alive: NodeJS.Timeout | undefined
  private server: ControlServer | undefined

  constructor(run: ControlledRun) {
    this.run = run
    this.progress = new RunProgress(run.saved.plan.steps)
    this.nodes = run.saved.cluster.nodes.flatMap(({id, reachable}) => (reachable ? [id] : []))
  }

  /**
   * Listens for requests, after it has removed what killed processes of this machine have left in the folder of the
   * journals. Returns why nobody can control the run; undefined if it listens.
   */
  async listen(folder: string): Promise<string | undefined> {
    for (const socket of await findSockets(folder)) {
      if (await isOfDeadProcess(folder, socket.id)) removeSocket(folder, socket)
    }
    const {id} = this.operation
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
    const {control, signal, stop} = this.run
    const isChange = request.do === 'pause' || request.do === 'set'
    if (isChange && signal.aborted) return {refused: 'it is stopping'}
    switch (request.do) {
      case 'pause':
        await this.pause(request)
        break
      case 'resume':
        control.resume()
        // Until steps have noticed.
        await setImmediate()
        break
      case 'set':
        control.set(request.settings)
        break
      case 'stop':
        if (!stop) return {refused: 'only a signal stops it'}
        if (!signal.aborted) stop(request.by)
        break
      default:
    }
    return {status: this.status}
  }

  /** The names of the connections tell other operators that a run which rests is not over. */
  private keepAlive(rests: boolean): void {
    const {session, onBug} = this.run
    clearInterval(this.alive)
    this.alive = undefined
    if (!rests) return
    this.alive = setInterval(() => void keepAlive(session, this.nodes).catch(onBug), KEEP_ALIVE_MS).unref()
  }

  private async pause({by, limitMs}: ControlRequest & {readonly do: 'pause'}): Promise<void> {
    const {control, session} = this.run
    control.pause(by, new Date().toISOString())
    await control.untilStill(limitMs)
    if (control.isPaused && control.isStill) await awaitSameViews(session, this.nodes, AGREE_LIMIT_MS)
  }

  private get status(): ControlStatus {
    const {saved, control} = this.run
    const {waiting} = this.progress
    const state = this.state
    const isWaiting = waiting !== undefined && !control.isPaused
    return {
      operation: this.operation,
      nodes: [...saved.cluster.nodes, ...saved.cluster.others].map(({id, address}) => ({id, address})),
      state,
      hold: isWaiting ? {kind: 'waiting', what: waiting} : control.hold,
      progress: this.progress.at(performance.now()),
      moves: this.progress.moves((step) => control.restsAt(step)),
      settings: control.settings,
    }
  }

  private get operation(): ControlledOperation {
    const {journal, saved, operator} = this.run
    const {host, pid} = operator
    return {id: basename(journal, '.jsonl'), command: saved.command, host, pid, startedAt: this.startedAt}
  }

  private get state(): ControlState {
    const {control, signal} = this.run
    if (signal.aborted) return 'stopping'
    if (!control.isPaused) return 'running'
    return control.isStill ? 'paused' : 'pausing'
  }
}
