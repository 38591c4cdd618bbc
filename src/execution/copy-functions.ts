import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {FunctionLibrary} from '../domain/move-facts.js'
import type {StepOf} from '../domain/step.js'
import type {StepExecution} from './step-execution.js'

/**
 * Copies the function libraries of one node to another, and verifies that they arrived. Repeating it changes nothing,
 * so an interrupted command can be run again. Functions exist since Redis 7.0.
 */
export async function copyFunctions(
  {from, node}: StepOf<'copy-functions'>,
  {session}: StepExecution,
): Promise<void> {
  const source = session.node(from)
  const target = session.node(node)
  await target.restoreFunctions(await source.dumpFunctions())
  const [wanted, found] = await Promise.all([source.functions(), target.functions()])
  if (describe(wanted) === describe(found)) return
  throw new ClusterToolError(
    'INCOMPLETE',
    `The function libraries of ${formatAddress(target.address)} are not those of ${formatAddress(source.address)} after copying.`,
  )
}

function describe(libraries: readonly FunctionLibrary[] = []): string {
  return libraries
    .map(({name, code}) => JSON.stringify([name, code]))
    .toSorted()
    .join()
}
