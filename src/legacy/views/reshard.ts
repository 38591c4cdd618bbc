import type {ClusterToolError} from '../../domain/errors.js'
import type {LegacyReshardView, ReshardTyped} from '../../cli/legacy-port.js'
import type {LegacyTool} from '../tool.js'
import {legacyCheckLines} from './check-lines.js'
import {legacyChangeEnding} from './endings.js'
import {legacyFactLines} from './error-lines.js'
import {legacyReshardProposal, tellMovedSlots} from './move-lines.js'
import type {LegacyText} from './words.js'

/** reshard; who names everything may go on with moves that were broken off. */
export function reshardView({asks}: ReshardTyped, text: LegacyText): LegacyReshardView {
  const {tool} = text
  return {
    look: (snapshot, findings) =>
      legacyCheckLines({snapshot, findings, searchedOwners: false}, text, {keys: false, nodes: true}),
    needsWhole: asks ? 'resharding' : undefined,
    dialogue: {
      explain: (error) => explain(error, tool),
      endsOn: ({facts}) => facts.some(({code}) => code === 'no-source' || endsOnUnknown(code, tool)),
    },
    show: (proposal) => legacyReshardProposal(proposal, text).join('\n'),
    question: 'Do you want to proceed with the proposed reshard plan (yes/no)? ',
    event: (event, proposal) => tellMovedSlots(proposal, event, text),
    ending: (outcome) => legacyChangeEnding(outcome, tool, []),
  }
}

function explain({facts}: ClusterToolError, tool: LegacyTool): string | undefined {
  const {out, err} = legacyFactLines(facts, {command: 'reshard', tool})
  return [...out, ...err][0]
}

/** redis-cli and valkey-cli say «please retry» and end. */
function endsOnUnknown(code: string, tool: LegacyTool): boolean {
  return tool !== 'redis-trib' && (code === 'unknown-node' || code === 'not-primary')
}
