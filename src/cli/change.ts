import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import type {ChangeContext} from '../operations/change.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {noteText} from '../report/change-text.js'
import {explainFindings} from '../report/finding-text.js'
import {type NameOf, namesOf} from '../report/names.js'
import {confirm} from './ask.js'
import {localContext} from './local-context.js'
import {openProgress, type ProgressWish} from './progress.js'

/** Who asks for a change, and how that one is answered. */
export type Asked = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  readonly colour: boolean
}

export type Terminal = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  readonly progress: ProgressWish
}

/** The same with the progress that the flags ask for. */
export function toTerminal(flags: {readonly progress: string}, asked: Asked): Terminal {
  return {...asked, progress: flags.progress as ProgressWish}
}

/** How a command shows what it is about to do, and asks; an undefined question is not asked. */
export type Asking = {
  readonly show: (proposal: ChangeProposal) => string | undefined
  readonly question: string | undefined | ((proposal: ChangeProposal) => string | undefined)
  readonly yes: boolean
}

/** Runs an operation that changes a cluster with this terminal: the proposal goes to stdout, then the question. */
export async function runChange<T = ChangeOutcome>(
  operation: (context: ChangeContext) => Promise<T>,
  {connection, signal, json, progress: wish}: Terminal,
  {show, question, yes}: Asking,
): Promise<T> {
  let nameOf: NameOf = (id) => id
  const progress = await openProgress(json, (id) => nameOf(id), wish)
  try {
    return await operation({
      connection,
      signal,
      ...localContext(),
      onEvent(event) {
        // At once, and not only at the end: some of them announce what is about to happen.
        if (event.type === 'note' && !json) {
          progress.stop()
          process.stdout.write(`${noteText(event.text)}\n`)
        }
        progress.listener(event)
      },
      explain: explainFindings,
      confirm(proposal) {
        nameOf = namesOf(proposal.before)
        const text = json ? undefined : show(proposal)
        if (text !== undefined) process.stdout.write(`${text}\n`)
        const asked = typeof question === 'function' ? question(proposal) : question
        return asked === undefined ? Promise.resolve(true) : confirm(asked, {yes, json, signal})
      },
    })
  } finally {
    progress.stop()
  }
}
