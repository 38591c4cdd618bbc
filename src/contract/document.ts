import type {Full} from './full.js'
import type {ErrorFields, OutcomeOf, Outcomes} from './schemas/documents.js'

/** The names of commands that have --json. */
export type CommandName = keyof Outcomes

/** What a command prints with --json. */
export type CommandDocument<C extends CommandName> = {
  readonly schema: 1
  readonly command: C
  readonly outcome: Full<OutcomeOf<C>>
}

/** The document of a command that ran; keys whose value is not known are left out when it is printed. */
export function documentOf<C extends CommandName>(
  command: C,
  outcome: Full<OutcomeOf<C>>,
): CommandDocument<C> {
  return {schema: 1, command, outcome}
}

/** The document of a command that ended with an error. */
export function errorDocument(command: string, error: Full<ErrorFields['error']>): Full<ErrorFields> {
  const {code, message, hints, details} = error
  return {schema: 1, command, error: {code, message, hints, details}}
}
