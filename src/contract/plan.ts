import {FORMAT_VERSION, type SavedPlan} from '../domain/operation.js'
import type {Full} from './full.js'
import type {PlanFile} from './schemas/plan.js'

/** What plan files and the first lines of journals have in common. */
export type SavedPlanDocument = Full<Omit<PlanFile, 'format' | 'version'>>

/** The document of a plan file. */
export function planDocument(plan: SavedPlan): Full<PlanFile> {
  return {format: 'clustertool-plan', version: FORMAT_VERSION, ...savedPlanDocument(plan)}
}

/** The fields of a plan. */
export function savedPlanDocument({plan, ...saved}: SavedPlan): SavedPlanDocument {
  const {reasons, ...plain} = plan
  // JSON has no undefined in lists. Keys stay in the order in which the plan has them.
  return {...saved, plan: reasons ? {...plan, reasons: reasons.map((rule) => rule ?? null)} : plain}
}
