import {conditionText, type Missing, type WaitOutcome} from '../domain/wait.js'
import {type CommandDocument, documentOf} from './document.js'
import {refsAmong} from './refs.js'

/** The document of `wait --json`; `describe`: the words of a reason. */
export function waitDocument(
  {status, milliseconds, last}: WaitOutcome,
  describe: (missing: Missing) => string,
): CommandDocument<'wait'> {
  const refOf = refsAmong(last.nodes)
  return documentOf('wait', {
    status,
    milliseconds,
    unread: last.unread,
    conditions: last.judged.map(({condition, missing}) => ({
      condition: conditionText(condition),
      holds: last.unread === undefined && missing.length === 0,
      missing: missing.map(({nodes, ...facts}) => ({
        ...facts,
        message: describe({nodes, ...facts}),
        nodes: nodes.map(refOf),
      })),
    })),
  })
}
