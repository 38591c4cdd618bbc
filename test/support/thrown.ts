import {ClusterToolError} from '../../src/domain/errors.js'

/** The error with which an operation ends. Fails if it does not end with one, or if it is a bug. */
export async function thrownBy(operation: Promise<unknown>): Promise<ClusterToolError> {
  const result: unknown = await operation.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (result instanceof ClusterToolError) return result
  throw result instanceof Error ? result : new Error('it was expected to stop with an error and did not')
}

/** The error that a function throws. Fails as `thrownBy` does. */
export function errorOf(work: () => unknown): ClusterToolError {
  try {
    work()
  } catch (error) {
    if (error instanceof ClusterToolError) return error
    throw error
  }
  throw new Error('it was expected to stop with an error and did not')
}
