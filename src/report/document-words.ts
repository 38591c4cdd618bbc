import type {NamedNodes, DocumentWords} from '../contract/words.js'
import type {AdviceContext} from './finding-advice.js'
import {describeFindings, plannedContext, runningContext} from './finding-text.js'
import {FIX_RULES} from './fix-text.js'
import {describeStep} from './step-text.js'

/** The sentences of the texts, for documents. */
export const WORDS: DocumentWords = {
  findings: (findings, place) => describeFindings(findings, contextOf(place)),
  steps(place) {
    const {nameOf} = contextOf(place)
    return (step) => describeStep(step, nameOf)
  },
  rule: (rule) => FIX_RULES[rule],
}

function contextOf(place: NamedNodes): AdviceContext {
  return 'nodes' in place ? runningContext(place) : plannedContext(place)
}
