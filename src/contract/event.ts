import type {Event} from '../domain/outcome.js'
import type {Full} from './full.js'
import {keyCopyDocument} from './key-copy.js'
import type {ProgressFields} from './schemas/event.js'

type StepEvent = Extract<Event, {readonly index: number}>

/** The line of an event for --progress ndjson. */
export function progressDocument(event: Event, time: string): Full<ProgressFields> {
  if ('index' in event) return stepDocument(event, time)
  const {type} = event
  switch (type) {
    case 'scan-progress':
      return {time, type, progress: event.progress}
    case 'follow-progress':
      return {time, type, progress: event.progress}
    case 'import-progress':
      return {time, type, progress: event.progress}
    case 'waiting':
      return {time, type, what: event.what, missing: event.missing}
    case 'rest':
      return {time, type, rest: event.rest}
    default:
      return type satisfies never
  }
}

function stepDocument(event: StepEvent, time: string): Full<ProgressFields> {
  const {type, index} = event
  switch (type) {
    case 'step-started':
      return {time, type, step: event.step, index, total: event.total}
    case 'step-finished':
      return {time, type, result: event.result, index, total: event.total}
    case 'move-progress':
      return {time, type, index, progress: event.progress}
    case 'slots-opening':
    case 'slots-moved':
      return {time, type, index, ranges: event.ranges}
    case 'key-copying':
      return {time, type, index, copy: keyCopyDocument(event.copy)}
    case 'note':
      return {time, type, index, text: event.text}
    default:
      return type satisfies never
  }
}
