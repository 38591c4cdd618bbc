import {ClusterToolError} from '../domain/errors.js'

/** Why something must not be done, and what to do instead. */
export type Obstacle = {readonly code: string; readonly message: string; readonly advice?: string}

/** Throws REFUSED with all problems; does nothing if there are none. */
export function refuseProblems(problems: readonly Obstacle[]): void {
  if (problems.length === 0) return
  const messages = problems.map(({message}) => message)
  const message =
    messages.length === 1
      ? messages.join('')
      : [`${messages.length} problems forbid this:`, ...messages].join('\n  ')
  throw new ClusterToolError('REFUSED', message, {
    hints: [...new Set(problems.flatMap(({advice}) => advice ?? [])), 'Nothing was changed.'],
    details: problems,
  })
}
