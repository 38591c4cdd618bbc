import {readFile, writeFile} from 'node:fs/promises'
import {planDocument} from '../contract/plan.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import type {SavedPlan} from '../domain/operation.js'

/** Writes a plan to a file. Throws REFUSED if it cannot be written. */
export async function writePlanFile(path: string, plan: SavedPlan): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(planDocument(plan), undefined, 2)}\n`, {mode: 0o600})
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
  const {parsePlan} = await import('../contract/parsers/plan.js')
  const {value, problem} = parsePlan(text)
  if (problem === undefined) return value
  throw new ClusterToolError('USAGE', `${path} is not a plan of clustertool: ${problem}.`, {
    hints: ['To write a plan, pass --out FILE to a command that changes a cluster.'],
  })
}
