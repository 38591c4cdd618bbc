import {unlessBug} from '../domain/bug.js'
import type {ImportProposal} from '../domain/import.js'
import {MOVE_DEFAULTS} from '../domain/move.js'
import type {Event, Listener} from '../domain/outcome.js'
import {Control} from '../execution/control/control.js'
import {controlledId} from '../journal/process-mark.js'
import {type FollowingRun, RunUnderControl} from './control-run.js'
import type {ImportContext} from './import-context.js'

/** An import that can be controlled from another terminal. */
export type ControlledImport = {
  readonly control: Control
  /** Tells what happens to whoever asks, and to the caller. */
  readonly listener: Listener
  readonly close: () => void
}

/**
 * Lets an import be paused, slowed down and stopped from another terminal. Of the settings it has only the rate. It has no
 * journal, and locks nothing.
 */
export async function controlImport(
  {source, cluster, settings}: ImportProposal,
  context: Pick<ImportContext, 'signal' | 'onEvent' | 'stateFolder' | 'operator' | 'stop'>,
  following?: FollowingRun,
): Promise<ControlledImport> {
  const {signal, onEvent, stateFolder, operator, stop} = context
  const moving = {
    ...MOVE_DEFAULTS,
    maxPauseMs: settings.maxPauseMs,
    pipeline: settings.pipeline,
    rate: settings.rate,
  }
  const listener = (event: Event) => {
    under.note(event)
    onEvent(event)
  }
  const control = new Control(moving, (rest) => listener({type: 'rest', rest}))
  const under = new RunUnderControl({
    id: controlledId('import', operator),
    command: following ? `import that follows ${source}` : `import of ${source}`,
    operator,
    nodes: cluster.nodes.map(({id, address}) => ({id, address})),
    steps: [],
    control,
    signal,
    stop,
    changes: ['rate'],
    onControl: undefined,
    settle: () => Promise.resolve(),
    keepAlive: () => Promise.resolve(),
    // Nobody waits for what runs beside the import: a bug there ends the process.
    onBug: unlessBug,
    following,
  })
  const trouble = await under.listen(stateFolder)
  if (trouble !== undefined) {
    const text = `clustertool control cannot reach this import: no socket could be opened (${trouble}).`
    onEvent({type: 'note', index: 0, text})
  }
  return {control, listener, close: () => under.close()}
}
