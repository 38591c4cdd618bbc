import type {Finding, FindingOf, Passing} from '../domain/finding.js'
import type {Full} from './full.js'
import type {RefOf} from './refs.js'
import type {FindingFields} from './schemas/finding.js'
import type {NamedNodes, ToldFinding, DocumentWords} from './words.js'

/** A finding in a document. */
export type FindingDocument = Full<FindingFields>

/** Findings with words and facts, the most serious first. */
export function findingDocuments(
  findings: readonly Finding[],
  {words, place, refOf}: {readonly words: DocumentWords; readonly place: NamedNodes; readonly refOf: RefOf},
): FindingDocument[] {
  return words.findings(findings, place).map((told) => findingDocument(told, refOf))
}

function findingDocument({finding, ...words}: ToldFinding, refOf: RefOf): FindingDocument {
  const {severity, message, advice} = words
  const nodes = finding.nodes.map(refOf)
  const head = {severity, message, advice, nodes, slots: finding.ranges}
  switch (finding.code) {
    case 'slots-uncovered': {
      const lastOwners = finding.lastOwners.map(({node, ranges}) => ({node, slots: ranges}))
      return {code: finding.code, ...head, lastOwners}
    }
    case 'views-disagree':
      return {code: finding.code, ...head, differences: differencesOf(finding)}
    case 'change-under-way': {
      const {code, nodes: _nodes, ranges: _ranges, control: told, explains, ...facts} = finding
      const control = told && {state: told.state, hold: told.hold}
      return {code, ...head, ...facts, control, explains: explains.map(passingDocument)}
    }
    default: {
      const {nodes: _nodes, ranges: _ranges, ...facts} = finding
      const known = {code: facts.code, ...head}
      return {...known, ...facts}
    }
  }
}

/** What a finding explains has no words of its own. */
function passingDocument(
  finding: Passing,
): Extract<FindingDocument, {code: 'change-under-way'}>['explains'][number] {
  const {code, nodes, ranges: slots} = finding
  if (code === 'views-disagree') return {code, nodes, slots, differences: differencesOf(finding)}
  return {code, nodes, slots, direction: finding.direction, peer: finding.peer}
}

function differencesOf({differences}: FindingOf<'views-disagree'>) {
  return differences.map(({ranges, says, others}) => ({slots: ranges, says, others}))
}
