import {operationName, sinceLines} from '../../domain/operation-words.js'
import type {JudgedOperation} from '../../domain/operation.js'
import type {Plan} from '../../domain/plan.js'
import {planNotes} from '../../report/move-text.js'

/** The text if nothing is left to do of an operation. */
export function noneLeftText(operation: JudgedOperation | undefined, plan: Plan): string {
  const which = operation ? operationName(operation) : 'it'
  return [
    `Nothing is left to do of ${which}.`,
    ...sinceLines(plan.takenUp?.since ?? []),
    ...planNotes({plan}, {colour: false}),
  ].join('\n')
}

/** The text if there is no operation to resume; `over` is the last one that another one superseded. */
export function nothingToResumeText(over: JudgedOperation | undefined): string {
  if (!over) {
    return 'Nothing to resume: no operation on this cluster was broken off, by what is written down on this machine.'
  }
  const which = `${operationName(over)} was superseded by ${over.supersededBy ?? 'a later one'}`
  return `Nothing to resume: ${which}. To go on with it all the same, name it with --operation.`
}
