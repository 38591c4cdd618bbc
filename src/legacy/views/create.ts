import type {CreateTyped, LegacyCreateView} from '../../cli/legacy-port.js'
import {FEW_PRIMARIES, fewPrimariesLine, legacyCreateProposal, tellCreate} from './create-lines.js'
import {legacyCreateEnding} from './endings.js'
import type {LegacyText} from './words.js'

/** create; valkey-cli asks about fewer than three primaries before it shows anything. */
export function createView({addresses, replicas}: CreateTyped, text: LegacyText): LegacyCreateView {
  return {
    askFirst: ({shards}) =>
      text.tool === 'valkey-cli' && shards.length < 3
        ? {text: fewPrimariesLine(shards.length, replicas), question: FEW_PRIMARIES}
        : undefined,
    show: (proposal) => legacyCreateProposal(proposal, addresses, text).join('\n'),
    event: tellCreate(),
    ending: (outcome) => legacyCreateEnding(outcome, text),
  }
}
