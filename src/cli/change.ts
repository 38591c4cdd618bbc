import type {Finding} from '../domain/finding.js'
import type {ChangeOutcome, ChangeProposal, Event} from '../domain/outcome.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {ChangeContext} from '../operations/change.js'
import type {MoveOptions} from '../operations/prepare-moves.js'
import {refuseUnhealthy} from '../operations/refuse-unhealthy.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {noteText} from '../report/change-text.js'
import {explainFindings} from '../report/finding-text.js'
import {type NameOf, namesOf} from '../report/names.js'
import type {TextOptions} from '../report/palette.js'
import type {Progress} from '../report/progress.js'
import {confirm} from './ask.js'
import {printLines} from './lines.js'
import {localContext} from './local-context.js'
import {openProgress, type ProgressWish} from './progress.js'
import {keysDuring} from './run-keys.js'
import {run} from './run.js'

/** How to connect for the caller of a change, and how to show it the result. */
export type Asked = TextOptions & {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  /** Questions stand on stdout to the letter, and nothing is drawn unless it is asked for. */
  readonly plain: boolean
}

export type Terminal = Asked & {readonly progress: ProgressWish}

/** The terminal with the progress that the flags ask for. */
export function toTerminal(flags: {readonly progress: ProgressWish}, asked: Asked): Terminal {
  return {...asked, progress: flags.progress}
}

/** How a command shows what it is about to do, and its question; undefined: does not ask. */
export type ChangeView = {
  /** Lines before the cluster is read. */
  readonly opening?: readonly string[]
  /** Lines about the cluster as it was found. */
  readonly look?: (snapshot: ClusterSnapshot, findings: readonly Finding[]) => readonly string[]
  /** Refuse this when the cluster has any problem, whatever is to be moved. */
  readonly needsWhole?: MoveOptions['purpose'] | undefined
  readonly show: (proposal: ChangeProposal) => string | undefined
  readonly question: string | undefined | ((proposal: ChangeProposal) => string | undefined)
  /** Lines about what happens. */
  readonly event?: (event: Event, proposal: ChangeProposal) => readonly string[]
}

/** At once, and not only at the end, because some notes announce what is about to happen. */
function printBetween(progress: Progress, text: string): void {
  progress.stop()
  process.stdout.write(`${text}\n`)
}

/** Runs an operation that changes a cluster with this terminal: the proposal goes to stdout, then the question. */
export async function runChange<T = ChangeOutcome>(
  operation: (context: ChangeContext) => Promise<T>,
  {connection, signal, json, plain, detail, progress: wish}: Terminal,
  {yes, ...view}: ChangeView & {readonly yes: boolean},
): Promise<T> {
  printLines(view.opening)
  // Older tools print no flags in their advice.
  const say = (text: string) => (plain ? text : run.pasteable(text))
  let nameOf: NameOf = (id) => id
  let shown: ChangeProposal | undefined
  const quiet = detail === 'quiet'
  const silent = (plain || quiet) && wish === 'auto'
  const progress = await openProgress(json, (id) => nameOf(id), silent ? 'none' : wish)
  const keys = keysDuring(!json && !silent && wish === 'auto', progress, (id) => nameOf(id))
  try {
    return await operation({
      connection,
      signal,
      ...localContext(),
      carried: {change: {}},
      onEvent(event) {
        run.note(event)
        if (event.type === 'note' && !json && !quiet) printBetween(progress, say(noteText(event.text)))
        progress.listener(event)
        if (shown) printLines(view.event?.(event, shown))
      },
      onLook(snapshot, findings) {
        printLines(view.look?.(snapshot, findings))
        const {needsWhole} = view
        if (needsWhole) refuseUnhealthy({snapshot, findings, explain: explainFindings}, [], needsWhole)
      },
      onControl: keys.onControl,
      explain: explainFindings,
      confirm(proposal) {
        nameOf = namesOf(proposal.before)
        shown = proposal
        // Whoever is asked has to see what about.
        const text = json || (quiet && yes) ? undefined : view.show(proposal)
        if (text !== undefined) process.stdout.write(`${say(text)}\n`)
        const {question} = view
        const asked = typeof question === 'function' ? question(proposal) : question
        return asked === undefined ? Promise.resolve(true) : confirm(asked, {yes, json, signal, plain})
      },
    })
  } finally {
    keys.close()
    progress.stop()
  }
}
