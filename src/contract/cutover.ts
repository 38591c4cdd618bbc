import type {CutoverResult, Then} from '../domain/cutover.js'
import {type CommandDocument, documentOf} from './document.js'

type CutoverFacts = {
  readonly status: 'done' | 'different' | 'incomplete'
  readonly operation: string
  readonly afterwards: Then
  readonly stopped: string | undefined
  readonly found: CutoverResult
}

/** The document of `cutover --json`. */
export function cutoverDocument({
  status,
  operation,
  afterwards,
  stopped,
  found,
}: CutoverFacts): CommandDocument<'cutover'> {
  return documentOf('cutover', {status, operation, afterwards, stopped, found})
}
