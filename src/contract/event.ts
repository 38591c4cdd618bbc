import type {Event} from '../domain/outcome.js'
import type {Full} from './full.js'
import {keyCopyDocument} from './key-copy.js'
import type {ProgressFields} from './schemas/event.js'

/** The line of an event for --progress ndjson. */
export function progressDocument(event: Event, time: string): Full<ProgressFields> {
  const {type} = event
  switch (type) {
    case 'step-started':
      return {time, type, step: event.step, index: event.index, total: event.total}
    case 'step-finished':
      return {time, type, result: event.result, index: event.index, total: event.total}
    case 'move-progress':
      return {time, type, index: event.index, progress: event.progress}
    case 'slots-opening':
    case 'slots-moved':
      return {time, type, index: event.index, ranges: event.ranges}
    case 'key-copying':
      return {time, type, index: event.index, copy: keyCopyDocument(event.copy)}
    case 'import-progress':
      return {time, type, progress: event.progress}
    case 'note':
      return {time, type, index: event.index, text: event.text}
    case 'waiting':
      return {time, type, what: event.what, missing: event.missing}
    default:
      return type satisfies never
  }
}
