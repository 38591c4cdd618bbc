import {FORMAT_VERSION, type SavedPlan} from '../../domain/operation.js'
import {planFile} from '../schemas/plan.js'
import {envelopeProblem, NO_JSON, parseJson, type Read, read} from './read.js'
import {toSavedPlan} from './saved-plan.js'

const WANTED = {format: 'clustertool-plan', version: FORMAT_VERSION}

/** Reads the text of a plan file. */
export function parsePlan(text: string): Read<SavedPlan> {
  const document = parseJson(text)
  if (document === undefined) return {problem: NO_JSON}
  const other = envelopeProblem(document, WANTED)
  if (other !== undefined) return {problem: other}
  const {value, problem} = read(planFile, document)
  return problem === undefined ? {value: toSavedPlan(value)} : {problem}
}
