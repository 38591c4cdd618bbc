import type {Node} from '../../domain/node.js'
import type {KeyPlace, SlotOutcome} from '../../domain/outcome.js'
import {addressOf} from '../../report/names.js'
import {printable} from '../../report/words.js'

/**
 * A line per key, its fields separated by tabs: slot, key, the part that is hashed, and if a node was asked, the
 * owners and the replicas (separated by commas, `-` for none). Control characters in keys are escaped.
 */
export function slotText({keys}: SlotOutcome): string {
  return keys.map((key) => fieldsOf(key).join('\t')).join('\n')
}

function fieldsOf({slot, text, hashed, owners, replicas}: KeyPlace): string[] {
  const fields = [`${slot}`, printable(text), printable(hashed)]
  return owners ? [...fields, addresses(owners), addresses(replicas ?? [])] : fields
}

function addresses(nodes: readonly Node[]): string {
  return nodes.map((node) => addressOf(node) ?? node.id).join(',') || '-'
}
