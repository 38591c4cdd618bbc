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
    why: 'a move was broken off and is finished the way it was meant: as long as the slots are open, clients find all keys.',
  },
  'close-move': {
    why: 'marks of a move are left, and nobody has keys to whom the owner was sending the slots, so these stay where they are.',
  },
  'marks-on-replica': {why: 'replicas kept marks of slots that their primary has no marks of.'},
  'mark-to-lost-node': {
    why: 'slots were on the way to a node that died; its replica has the keys that had gone.',
    risk: 'writes that had not reached the replica are lost, as in any failover.',
  },
  'unowned-keys': {why: 'nobody owns the slots; who holds their keys becomes the owner.'},
  'unowned-importing': {
    why: 'nobody owns the slots, and all keys had gone to the node that was about to own them.',
  },
  'unowned-known': {
    why: 'nobody owns the slots, there are no keys, and the nodes take this one for the owner.',
  },
  'unowned-empty': {why: 'nobody owns the slots, and no node holds keys of them.'},
  'owner-outside': {why: ''},
  'owner-away': {why: ''},
  'owner-lost': {
    why: 'the owner is dead and has no replica, and you chose to go on without it.',
    risk: 'the keys that only the dead node has are lost.',
  },
  'owner-lost-replica-left': {
    why: 'the owner is dead, and this replica has its keys.',
    risk: 'writes that had not reached the replica are lost, as in any failover.',
  },
  'claimed-twice': {
    why: 'several nodes take themselves for the owner; the one with the highest config epoch is, by the rule of the servers.',
    risk: 'the servers settle this by themselves as soon as they talk, and then delete the keys of all but one.',
  },
  'orphan-keys': {
    why: 'a node holds keys of slots that are not its own, where no client finds them.',
    risk: 'keys that were deleted after they were left behind come back.',
  },
  'hidden-keys': {
    why: 'a node holds keys of slots that it neither owns nor imports, and shows them to nobody until it imports these.',
  },
  disputed: {why: 'not all nodes take the same node for the owner.'},
  'epochs-equal': {
    why: 'two primaries have the same config epoch, so that a dispute between them has no winner.',
  },
  'move-under-way': {
    why: 'the servers are moving slots by themselves, and nothing else can be done until they are done.',
  },
  'half-known-node': {why: 'not all nodes know this one.'},
  'half-forgotten-node': {
    why: 'most nodes have forgotten this one, so that it comes back by gossip again and again.',
  },
  'stuck-handshake': {why: 'a handshake with this node does not end.'},
  'replica-of-replica': {why: 'it follows a replica, and nobody would promote it.'},
  'replica-without-primary': {
    why: 'the primary that it follows is gone.',
    risk: 'the keys that it has are deleted.',
  },
}
