import type {CutoverResult, Then} from '../domain/cutover.js'
import {type CommandDocument, documentOf} from './document.js'

type CutoverFacts = {
  readonly status: 'done' | 'different' | 'incomplete'
  readonly operation: string
  readonly then: Then
  readonly stopped: string | undefined
  readonly found: CutoverResult
}

/** The document of `cutover --json`. */
export function cutoverDocument({
  status,
  operation,
  then,
  stopped,
  found,
}: CutoverFacts): CommandDocument<'cutover'> {
  return documentOf('cutover', {status, operation, then, stopped, found})
}
