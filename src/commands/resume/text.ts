import {operationName, sinceLines} from '../../domain/operation-words.js'
import type {JudgedOperation} from '../../domain/operation.js'
import type {Plan} from '../../domain/plan.js'
import {planNotes} from '../../report/move-text.js'

/** The text if nothing is left to do of an operation. */
export function noneLeftText(operation: JudgedOperation | undefined, plan: Plan): string {
  const which = operation ? operationName(operation) : 'it'
  return [
    `Nothing is left to do for ${which}.`,
    ...sinceLines(plan.takenUp?.since ?? []),
    ...planNotes({plan}, {colour: false}),
  ].join('\n')
}

/** The text if there is no operation to resume; `over` is the last one that another one superseded. */
export function nothingToResumeText(over: JudgedOperation | undefined): string {
  if (!over) {
    return 'Nothing to resume: no interrupted operation on this cluster is recorded on this machine.'
  }
  const which = `${operationName(over)} was superseded by ${over.supersededBy ?? 'a later one'}`
  return `Nothing to resume: ${which}. To continue it anyway, name it with --operation.`
}
