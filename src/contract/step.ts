import type {Step} from '../domain/step.js'
import type {Full} from './full.js'
import type {StepFields} from './schemas/change.js'

/** A step in a document; its nodes are ids. */
export type StepDocument = Full<StepFields>

/** A step with what it does in words, and its facts. */
export function stepDocument(step: Step, describe: (step: Step) => string): StepDocument {
  const description = describe(step)
  switch (step.kind) {
    case 'assign-slots':
    case 'claim-slots':
      return {kind: step.kind, description, node: step.node, slots: step.ranges}
    case 'migrate-slots': {
      const {kind, source, target, ranges: slots, ...facts} = step
      return {kind, description, source, target, slots, ...facts}
    }
    case 'close-slots': {
      const {kind, ranges: slots, ...facts} = step
      return {kind, description, slots, ...facts}
    }
    case 'adopt-keys': {
      const {kind, source, target, ranges: slots, ...facts} = step
      return {kind, description, source, target, slots, ...facts}
    }
    default: {
      const head = {kind: step.kind, description}
      return {...head, ...step}
    }
  }
}
