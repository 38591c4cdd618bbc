import {operationName, sinceLines} from '../../domain/operation-words.js'
import type {JudgedOperation} from '../../domain/operation.js'
import type {Plan} from '../../domain/plan.js'
import {planNotes} from '../../report/move-text.js'

/** What to say when all of an operation has been done, by whoever. */
export function noneLeftText(operation: JudgedOperation | undefined, plan: Plan): string {
  const which = operation ? operationName(operation) : 'it'
  return [
    `Nothing is left to do of ${which}.`,
    ...sinceLines(plan.takenUp?.since ?? []),
    ...planNotes({plan}, {colour: false}),
  ].join('\n')
}

/** What to say when no operation is to be gone on with; `over` is the last one that another one superseded. */
export function nothingToResumeText(over: JudgedOperation | undefined): string {
  if (!over) {
    return 'Nothing to resume: no operation on this cluster was broken off, by what is written down on this machine.'
  }
  const which = `${operationName(over)} was superseded by ${over.supersededBy ?? 'a later one'}`
  return `Nothing to resume: ${which}. To go on with it all the same, name it with --operation.`
}
