import {count} from '../../domain/count.js'
import type {JournalEvent} from '../../domain/journal-event.js'
import type {Operation} from '../../domain/operation.js'
import type {NameOf} from '../../report/names.js'
import {describeSlots} from '../../report/slots-text.js'
import {describeStep} from '../../report/step-text.js'
import {printable} from '../../report/words.js'

/** An event in one line: `2026-11-21 12:01:03Z reshard 4711: step 1 of 3: Move slots …`. */
export function eventText(event: JournalEvent): string {
  const {time, operation} = event
  const at = time.replace('T', ' ').replace(/\.\d+Z$/, 'Z')
  return printable(`${at} ${operation.command} ${operation.pid}: ${whatHappened(event)}`)
}

function whatHappened(event: JournalEvent): string {
  const {type, operation} = event
  switch (type) {
    case 'running':
      return `is running (${operation.id})`
    case 'begun':
      return `began with ${count(operation.plan.steps.length, 'step')} (${operation.id})`
    case 'step-started':
      return `${stepOf(event.step, operation)}: ${stepText(event.step, operation)}`
    case 'slots-opening':
      return `${stepOf(event.step, operation)}: opens ${describeSlots(event.ranges)}`
    case 'slots-moved':
      return `${stepOf(event.step, operation)}: moved ${describeSlots(event.ranges)}`
    case 'step-finished':
      return `${stepOf(event.step, operation)}: ${endText(event)}`
    case 'ended':
      return `ended: ${event.status}`
    case 'killed':
      return 'was killed; its journal has no end'
    default:
      return type satisfies never
  }
}

function stepOf(step: number, {plan}: Operation): string {
  return `step ${step + 1} of ${plan.steps.length}`
}

function endText({status, error}: JournalEvent & {readonly type: 'step-finished'}): string {
  const end = status === 'not-run' ? 'was not run' : status
  return error === undefined ? end : `${end}: ${error}`
}

function stepText(index: number, operation: Operation): string {
  const step = operation.plan.steps[index]
  return step === undefined ? 'a step that its plan does not have' : describeStep(step, namesIn(operation))
}

function namesIn({cluster}: Operation): NameOf {
  const names = new Map([...cluster.nodes, ...cluster.others].map(({id, address}) => [id, address]))
  return (id) => names.get(id) ?? `node ${id}`
}
