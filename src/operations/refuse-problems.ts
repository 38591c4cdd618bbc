import {ClusterToolError, type ErrorFact} from '../domain/errors.js'

/** Why something must not be done, and what to do instead. */
export type Obstacle = {
  readonly code: string
  readonly message: string
  readonly advice?: string
  /** The same for whoever tells it in words of their own. */
  readonly fact?: ErrorFact
}

const NO_ANSWER = ['unreachable', 'auth-failed']

/** Throws `problemsError` of the problems; does nothing if there are none. */
export function refuseProblems(problems: readonly Obstacle[]): void {
  if (problems.length > 0) throw problemsError(problems)
}

/** REFUSED, or UNREACHABLE if a node did not answer, with all problems. `verb`: what they do, such as "forbid this". */
export function problemsError(
  problems: readonly Obstacle[],
  {verb = 'forbid this', hints = []}: {readonly verb?: string; readonly hints?: readonly string[]} = {},
): ClusterToolError {
  const messages = problems.map(({message}) => message)
  const message =
    messages.length === 1
      ? messages.join('')
      : [`${messages.length} problems ${verb}:`, ...messages].join('\n  ')
  const unreachable = problems.some(({code}) => NO_ANSWER.includes(code))
  return new ClusterToolError(unreachable ? 'UNREACHABLE' : 'REFUSED', message, {
    hints: [...new Set(problems.flatMap(({advice}) => advice ?? [])), ...hints, 'Nothing was changed.'],
    details: problems.map(({fact: _fact, ...detail}) => detail),
    facts: problems.flatMap(({fact}) => fact ?? []),
  })
}
