import type {Finding} from '../domain/finding.js'
import type {ChangeOutcome, ChangeProposal, Event} from '../domain/outcome.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {Style} from '../domain/style.js'
import type {ChangeContext} from '../operations/change.js'
import {refuseUnhealthy} from '../operations/prepare-moves.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {noteText} from '../report/change-text.js'
import {explainFindings} from '../report/finding-text.js'
import {type NameOf, namesOf} from '../report/names.js'
import {confirm} from './ask.js'
import {localContext} from './local-context.js'
import {openProgress, type ProgressWish} from './progress.js'
import {run} from './run.js'

/** How to connect for the caller of a change, and how to show it the result. */
export type Asked = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  readonly colour: boolean
  readonly style?: Style | undefined
}

export type Terminal = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  readonly progress: ProgressWish
  readonly style?: Style | undefined
}

/** The terminal with the progress that the flags ask for. */
export function toTerminal(flags: {readonly progress: string}, asked: Asked): Terminal {
  return {...asked, progress: flags.progress as ProgressWish}
}

/** How a command shows what it is about to do, and its question; undefined: does not ask. */
export type ConsentQuestion = {
  readonly show: (proposal: ChangeProposal) => string | undefined
  readonly question: string | undefined | ((proposal: ChangeProposal) => string | undefined)
  readonly yes: boolean
  /** Additional lines of an older tool. */
  readonly old?: OldTelling | undefined
}

/** Lines of an older tool: about the cluster as it was found, and about what happens. */
export type OldTelling = {
  readonly look?: (snapshot: ClusterSnapshot, findings: readonly Finding[]) => readonly string[]
  /** Throws if such a cluster must not be changed. */
  readonly refuse?: (snapshot: ClusterSnapshot, findings: readonly Finding[]) => void
  readonly event?: (event: Event, proposal: ChangeProposal) => readonly string[]
}

/** Runs an operation that changes a cluster with this terminal: the proposal goes to stdout, then the question. */
export async function runChange<T = ChangeOutcome>(
  operation: (context: ChangeContext) => Promise<T>,
  {connection, signal, json, progress: wish, style}: Terminal,
  {show, question, yes, old = {}}: ConsentQuestion,
): Promise<T> {
  let nameOf: NameOf = (id) => id
  let shown: ChangeProposal | undefined
  const progress = await openProgress(json, (id) => nameOf(id), style && wish === 'auto' ? 'none' : wish)
  try {
    return await operation({
      connection,
      signal,
      ...localContext(),
      onEvent(event) {
        run.note(event)
        // At once, and not only at the end, because some notes announce what is about to happen.
        if (event.type === 'note' && !json) {
          progress.stop()
          process.stdout.write(`${noteText(event.text)}\n`)
        }
        progress.listener(event)
        if (shown) printLines(old.event?.(event, shown))
      },
      onLook(snapshot, findings) {
        printLines(old.look?.(snapshot, findings))
        old.refuse?.(snapshot, findings)
      },
      explain: explainFindings,
      confirm(proposal) {
        nameOf = namesOf(proposal.before)
        shown = proposal
        const text = json ? undefined : show(proposal)
        if (text !== undefined) process.stdout.write(`${text}\n`)
        const asked = typeof question === 'function' ? question(proposal) : question
        return asked === undefined ? Promise.resolve(true) : confirm(asked, {yes, json, signal, style})
      },
    })
  } finally {
    progress.stop()
  }
}

/** Older tools ended at once if the cluster had any problem, whatever was to be moved. Throws UNHEALTHY. */
export function refuseLikeOld(
  snapshot: ClusterSnapshot,
  findings: readonly Finding[],
  purpose: 'resharding' | 'rebalancing',
): void {
  refuseUnhealthy({snapshot, findings, explain: explainFindings}, [], purpose)
}

/** Writes lines to stdout unchanged. */
export function printLines(lines: readonly string[] = []): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
