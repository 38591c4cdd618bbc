import type {JournalFact} from '../../domain/journal-event.js'
import {type EventLine, journalLine} from '../schemas/journal.js'
import {parseJson, read} from './read.js'

/** What one line of a journal says, and when it was written; undefined for a line that this version does not know. */
export function parseJournalFact(
  text: string,
): {readonly time: string; readonly fact: JournalFact} | undefined {
  const {value} = read(journalLine, parseJson(text))
  if (value === undefined) return undefined
  // Which key a step copies, and how fast, says nothing to somebody who follows it.
  if (value.type === 'key-copying' || value.type === 'settings-changed') return undefined
  return {time: value.at, fact: value.type === 'begun' ? {type: 'begun'} : factOf(value)}
}

function factOf(line: Exclude<EventLine, {type: 'key-copying' | 'settings-changed'}>): JournalFact {
  switch (line.type) {
    case 'step-started':
      return {type: line.type, step: line.step}
    case 'slots-opening':
    case 'slots-moved':
      return {type: line.type, step: line.step, ranges: line.ranges}
    case 'step-finished':
      return {type: line.type, step: line.step, status: line.status, error: line.error}
    case 'ended':
      return {type: line.type, status: line.status}
    default:
      return line satisfies never
  }
}
