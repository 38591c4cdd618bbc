import {basename} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import type {SavedPlan} from '../domain/operation.js'
import type {ControlChange} from '../domain/control.js'
import type {Event} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import type {StepResult} from '../domain/step.js'
import {Control} from '../execution/control/control.js'
import {awaitSameViews, keepAlive} from '../execution/control/same-views.js'
import {execute} from '../execution/execute.js'
import {type Recorder, startRecord} from '../journal/recorder.js'
import {saveKeys} from '../journal/saved-keys.js'
import type {Session} from '../redis/session.js'
import type {Context} from './context.js'
import {RunUnderControl} from './control-run.js'
import {runCommand} from './run-command.js'
import {safetyNet} from './safety-net.js'

export type Recorded = {
  readonly saved: SavedPlan
  readonly session: Session
  /** The operation that this one resumes or undoes. */
  readonly of?: string | undefined
}

type RecordContext = Omit<Context<never>, 'confirm' | 'connection'>

/**
 * Carries out a plan, and records each action before it happens. `conclude` makes the outcome from the steps, and its
 * status ends the journal. Throws REFUSED if the journal cannot be written and CANCELLED if it is asked to stop, both
 * before anything is done; and any bug, when nothing is in progress any more.
 */
export async function executeRecorded<T extends {readonly status: Status}>(
  {saved, session, of}: Recorded,
  {operator, signal, onEvent, stateFolder, stop, onControl, carried}: RecordContext,
  conclude: (steps: StepResult[]) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw interrupted()
  const recorder = await startRecord(stateFolder, {...saved, operator, of})
  let ended: Status = 'incomplete'
  const net = safetyNet(signal)
  const tell = (event: Event) => {
    net.run(() => {
      const reason = recorder.write(event)
      if (reason !== undefined) onEvent(lostJournal(event, recorder.path, reason))
    })
    net.run(() => under.note(event))
    net.run(() => onEvent(event))
  }
  const control = new Control(saved.options.moving, (rest) => tell({type: 'rest', rest}))
  control.set({parallel: saved.options.mostMoves})
  const keep = settingsOfRun(control, recorder, {onEvent, carried})
  const facts = {operator, control, keep, signal: net.signal, onBug: net.take, stop, onControl}
  const under = new RunUnderControl({...facts, ...controlledPlan(saved, session, recorder.path)})
  try {
    const trouble = await under.listen(stateFolder)
    if (trouble !== undefined) tell(uncontrolled(trouble))
    const steps = await execute(saved.plan, {
      ...saved.options,
      runControl: control,
      session,
      signal: net.signal,
      onBug: net.take,
      onEvent: tell,
      runCommand,
      saveKeys: (keys) => saveKeys(stateFolder, keys),
    })
    if (signal.aborted && steps.every(({status}) => status === 'not-run')) {
      ended = 'cancelled'
      throw interrupted()
    }
    under.close()
    const outcome = await conclude(steps)
    ended = outcome.status
    net.tell()
    return outcome
  } finally {
    under.close()
    recorder.end(ended)
    net.remove()
  }
}

/** For this long a node may not have heard of the last new owner. */
const AGREE_LIMIT_MS = 5000

/** What is said about a run that carries out a plan, and what is done for it while it rests. */
function controlledPlan({command, cluster, plan}: SavedPlan, session: Session, journal: string) {
  const members = cluster.nodes.flatMap(({id, reachable}) => (reachable ? [id] : []))
  return {
    id: basename(journal, '.jsonl'),
    command,
    nodes: [...cluster.nodes, ...cluster.others].map(({id, address}) => ({id, address})),
    steps: plan.steps,
    settle: () => awaitSameViews(session, members, AGREE_LIMIT_MS),
    keepAlive: () => keepAlive(session, members),
  }
}

function uncontrolled(trouble: string): Event {
  const text = `clustertool control cannot reach this run: no socket could be opened (${trouble}).`
  return {type: 'note', index: 0, text}
}

/**
 * The control of a run with the settings of earlier parts of the command, and what keeps those that are changed: in the
 * journal for whoever continues the run, and for further parts.
 */
function settingsOfRun(
  control: Control,
  recorder: Recorder,
  {onEvent, carried = {change: {}}}: Pick<RecordContext, 'onEvent' | 'carried'>,
): (by: string, change: ControlChange) => void {
  const write = (by: string, change: ControlChange) => {
    const reason = recorder.change(by, change)
    if (reason !== undefined) onEvent(lostJournal(undefined, recorder.path, reason))
  }
  if (Object.keys(carried.change).length > 0) {
    control.set(carried.change)
    write('an earlier part of this command', carried.change)
  }
  return (by, change) => {
    write(by, change)
    carried.change = {...carried.change, ...change}
  }
}

function interrupted(): ClusterToolError {
  return new ClusterToolError('CANCELLED', 'Interrupted; nothing was changed.')
}

function lostJournal(event: Event | undefined, path: string, reason: string): Event {
  const text = `${path} can no longer be written (${reason}). If this run is interrupted, use clustertool fix; resume does not know all steps.`
  return {type: 'note', index: event && 'index' in event ? event.index : 0, text}
}
