import {takenUpLines} from '../domain/operation-words.js'
import type {ChangeProposal} from '../domain/outcome.js'
import type {FixRule} from '../domain/repair.js'
import {planNotes} from './move-text.js'
import {namesOf} from './names.js'
import type {TextOptions} from './palette.js'
import {describeStep} from './step-text.js'

/** What a repair will do: each step with its reason and, if there is one, its risk. No line end at the end. */
export function fixProposalText({before, plan}: ChangeProposal, options: TextOptions): string {
  const nameOf = namesOf(before)
  const steps = plan.steps.flatMap((step, index) => {
    const rule = plan.reasons?.[index]
    const {why, risk} = rule === undefined ? NO_WORDS : FIX_RULES[rule]
    return [
      `${index + 1}. ${describeStep(step, nameOf)}`,
      ...(why === '' ? [] : [`   Why: ${why}`]),
      ...(risk === undefined ? [] : [`   Risk: ${risk}`]),
    ]
  })
  return [...takenUpLines(plan.takenUp), '>>> Steps', ...steps, ...planNotes({plan}, options)].join('\n')
}

type RuleText = {readonly why: string; readonly risk?: string}

const NO_WORDS: RuleText = {why: ''}

/** Why each rule does what it does, and what can go wrong. */
export const FIX_RULES: Readonly<Record<FixRule, RuleText>> = {
  'finish-move': {
    why: 'a move was interrupted; the repair finishes it. While the slots are open, clients find all keys.',
  },
  'close-move': {
    why: 'the slots of a move are still open, but no target has keys of them, so the owner keeps the slots.',
  },
  'marks-on-replica': {why: 'replicas have slots open that their primary does not have open.'},
  'mark-to-lost-node': {
    why: 'slots were being moved to a node that died; its replica has the keys that were moved.',
    risk: 'writes that were not replicated are lost, as in any failover.',
  },
  'unowned-keys': {why: 'no node owns the slots; the node that has their keys becomes the owner.'},
  'unowned-importing': {
    why: 'no node owns the slots, and all keys were moved to the node that was importing them.',
  },
  'unowned-known': {
    why: 'no node owns the slots, they have no keys, and the other nodes consider this node the owner.',
  },
  'unowned-empty': {why: 'no node owns the slots, and no node has keys of them.'},
  'owner-outside': {why: ''},
  'owner-away': {why: ''},
  'owner-lost': {
    why: 'the owner is dead and has no replica, and you chose to continue without it.',
    risk: 'keys that exist only on the dead node are lost.',
  },
  'owner-lost-replica-left': {
    why: 'the owner is dead, and this replica has its keys.',
    risk: 'writes that were not replicated are lost, as in any failover.',
  },
  'claimed-twice': {
    why: 'several nodes claim the slots; the one with the highest config epoch wins, as the servers define it.',
    risk: 'when the nodes connect, the servers resolve this themselves and delete the keys of all but one.',
  },
  'orphan-keys': {
    why: 'a node holds stray keys (keys of slots that it does not own), and clients cannot find them.',
    risk: 'keys that clients deleted in the meantime come back.',
  },
  'hidden-keys': {
    why: 'a node hides keys of slots that it neither owns nor imports, until the slots are marked as importing.',
  },
  disputed: {why: 'the nodes disagree about the owner.'},
  'epochs-equal': {
    why: 'two primaries have the same config epoch, so neither wins a conflict over a slot.',
  },
  'move-under-way': {
    why: 'the servers are moving slots themselves, and the repair must wait for them.',
  },
  'half-known-node': {why: 'some nodes do not know this node.'},
  'half-forgotten-node': {
    why: 'most nodes have forgotten this node, but gossip adds it again and again.',
  },
  'stuck-handshake': {why: 'a handshake with this node does not end.'},
  'replica-of-replica': {why: 'it replicates a replica, and could not be promoted.'},
  'replica-without-primary': {
    why: 'its primary is gone.',
    risk: 'its keys are deleted.',
  },
}
