import {readFile, writeFile} from 'node:fs/promises'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import {FORMAT_VERSION, type SavedPlan} from '../domain/operation.js'

/** Writes a plan to a file. Throws REFUSED if it cannot be written. */
export async function writePlanFile(path: string, plan: SavedPlan): Promise<void> {
  const document = {format: 'clustertool-plan', version: FORMAT_VERSION, ...plan}
  try {
    await writeFile(path, `${JSON.stringify(document, undefined, 2)}\n`, {mode: 0o600})
  } catch (cause) {
    const reason = messageOf(cause)
    throw new ClusterToolError('REFUSED', `The plan cannot be written to ${path}: ${reason}.`, {cause})
  }
}

/** Reads a plan. Throws USAGE if something is wrong with the file. */
export async function readPlanFile(path: string): Promise<SavedPlan> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const reason = messageOf(cause)
    throw new ClusterToolError('USAGE', `The plan ${path} cannot be read: ${reason}.`, {cause})
  }
  return parsePlan(text, path)
}

function parsePlan(text: string, path: string): SavedPlan {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw notAPlan(path, 'it is cut off, or no JSON at all')
  }
  const problem = problemOf(document, 'clustertool-plan')
  if (problem !== undefined) throw notAPlan(path, problem)
  return document as SavedPlan
}

function notAPlan(path: string, reason: string): ClusterToolError {
  return new ClusterToolError('USAGE', `${path} is not a plan of clustertool: ${reason}.`, {
    hints: ['Plans are written by a command that changes a cluster, with --out FILE.'],
  })
}

/** What is wrong with a document that should contain a plan. */
export function problemOf(document: unknown, format: string): string | undefined {
  const fields = (document ?? {}) as Fields
  const failed = CHECKS.find(([isWrong]) => isWrong(fields, format))
  return failed?.[1](fields, format)
}

type Fields = Partial<SavedPlan> & {readonly format?: unknown; readonly version?: unknown}
type Check = readonly [
  isWrong: (fields: Fields, format: string) => boolean,
  describe: (fields: Fields, format: string) => string,
]

const CHECKS: readonly Check[] = [
  [
    ({format}, wanted) => format !== wanted,
    ({format}, wanted) => `its format is ${JSON.stringify(format ?? null)} and not "${wanted}"`,
  ],
  [
    ({version}) => version !== FORMAT_VERSION,
    ({version}) =>
      `its version is ${JSON.stringify(version ?? null)}, and this clustertool reads version ${FORMAT_VERSION}`,
  ],
  [
    ({command, plan}) => typeof command !== 'string' || !Array.isArray(plan?.steps),
    () => 'it has no command or no steps',
  ],
  [
    ({cluster}) => !Array.isArray(cluster?.nodes) || !Array.isArray(cluster.others),
    () => 'it does not say of which cluster it is',
  ],
  [
    ({options}) => typeof options?.joinLimitMs !== 'number' || typeof options.moving !== 'object',
    () => 'it has no options',
  ],
]
