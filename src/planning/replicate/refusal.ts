import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {ReplicateProblem} from '../../domain/spread.js'
import {listSome} from '../words.js'

/**
 * The error REFUSED for problems of a wish, with a sentence about the first one; the sentences of the others are
 * hints. `nameOf` names nodes for the reader. There must be a problem.
 */
export function refuseReplicate(
  problems: readonly ReplicateProblem[],
  nameOf: (id: NodeId) => string,
): ClusterToolError {
  const sentences = problems.map((problem) => sentenceOf(problem, nameOf))
  const [first = '', ...others] = sentences
  return new ClusterToolError('REFUSED', first, {
    hints: [...others, 'Nothing was changed.'],
    details: problems.map((problem, at) => ({...problem, message: sentences[at]})),
  })
}

function sentenceOf(problem: ReplicateProblem, nameOf: (id: NodeId) => string): string {
  const name = nameOf(problem.node)
  switch (problem.code) {
    case 'no-answer':
      return `${name} does not answer, is loading or is flagged fail.`
    case 'not-primary':
      return `${name} is a replica, so no node can follow it.`
    case 'owns-slots':
      return `${name} owns slots. Only a node without slots can become a replica.`
    case 'has-replicas':
      return `${name} has replicas that would follow a replica then: ${listSome(problem.replicas.map(nameOf))}.`
    case 'last-copy':
      return `${name} has the only synced copy beside ${nameOf(problem.primary)}, and must stay.`
    default:
      return problem satisfies never
  }
}
