import {ClusterToolError} from '../../src/domain/errors.js'

/** The error that an operation stops with; fails when it does not, or when it is a bug and not an expected stop. */
export async function thrownBy(operation: Promise<unknown>): Promise<ClusterToolError> {
  const result: unknown = await operation.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (result instanceof ClusterToolError) return result
  throw result instanceof Error ? result : new Error('it was expected to stop with an error and did not')
}
