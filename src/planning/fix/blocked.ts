import {groupBy} from '../../domain/group.js'
import type {NodeId} from '../../domain/node.js'
import type {Caution} from '../../domain/step.js'
import type {FixConsent, FixRule, Outsider} from '../../domain/repair.js'
import {countSlots, formatRanges, toRanges} from '../../domain/slot.js'
import {type ClusterSnapshot, reachableNodes} from '../../domain/snapshot.js'
import {hasKeys} from './node-steps.js'
import type {Decision} from './slot-steps.js'

type Blocked = {readonly slots: string; readonly name: string}
type CautionText = {readonly message: (facts: Blocked) => string; readonly advice: (facts: Blocked) => string}

/** What is not done because there is no safe remedy, and what is done at a price; for the user to know in advance. */
export function blockedCautions(
  snapshot: ClusterSnapshot,
  decisions: readonly Decision[],
  consent: FixConsent,
  outsiders: readonly Outsider[] = [],
): Caution[] {
  const names = new Map([...outsiders, ...snapshot.nodes].map(({id, address}) => [id, address]))
  const blocked = decisions.filter(({remedy}) => remedy.blocked)
  const given = decisions.filter(({remedy}) => remedy.rule === 'owner-lost' && !remedy.blocked)
  return [
    ...[...groupBy(blocked, ({remedy}) => `${remedy.rule} ${remedy.blocked?.about}`).values()].flatMap(
      (same) => cautionOf(names, same, BLOCKED),
    ),
    ...[...groupBy(given, ({facts}) => facts.named).values()].flatMap((same) =>
      cautionOf(names, same, GIVEN_UP),
    ),
    ...(consent.loseData ? [] : orphanedReplicas(snapshot)),
  ]
}

function cautionOf(
  names: ReadonlyMap<NodeId, string>,
  same: readonly Decision[],
  words: Readonly<Partial<Record<FixRule, CautionText>>>,
): Caution[] {
  const [first] = same
  const texts = first && words[first.remedy.rule]
  if (!first || !texts) return []
  const about = first.remedy.blocked?.about ?? first.facts.named
  const ranges = toRanges(same.map(({facts}) => facts.slot))
  const facts = {
    slots: `${countSlots(ranges) === 1 ? 'slot' : 'slots'} ${formatRanges(ranges)}`,
    name: about === undefined ? 'a node' : (names.get(about) ?? about),
  }
  return [
    {
      code: first.remedy.rule,
      message: texts.message(facts),
      advice: texts.advice(facts),
      nodes: about === undefined ? [] : [about],
    },
  ]
}

const BLOCKED: Readonly<Partial<Record<FixRule, CautionText>>> = {
  'owner-outside': {
    message: ({slots, name}) =>
      `No safe remedy: no node owns ${slots}. ${name} claims them or has keys of them, but no node of the cluster knows it any more.`,
    advice: ({name}) =>
      `Add ${name} again. Send to a node of the cluster: CLUSTER MEET ${name.replace(/:(\d+)$/, ' $1')} (for a minute after a node was forgotten, it is refused). Then run fix again. If its keys do not matter, stop it.`,
  },
  'owner-away': {
    message: ({slots, name}) =>
      `No safe remedy: ${slots} belong to ${name}, which cannot be reached from here, but no node considers it failed.`,
    advice: ({name}) =>
      `Find out why ${name} cannot be reached from here (network, --address-map, password), or wait until the nodes agree that it failed. If most primaries are gone, they cannot agree: use --fix-with-unreachable-masters.`,
  },
  'owner-lost': {
    message: ({slots, name}) =>
      `No safe remedy: ${slots} belong to ${name}, which is dead and has no replica that answers. Their keys are on that node.`,
    advice: ({name}) =>
      `To keep the keys, start ${name} again. To assign the slots to others without the keys: --fix-with-unreachable-masters`,
  },
  'mark-to-lost-node': {
    message: ({slots, name}) =>
      `No safe remedy: ${slots} were being moved to ${name}, which does not answer and may have keys of them.`,
    advice: ({name}) =>
      `Start ${name} again. If it is dead, leave the slots with their owners, without these keys: --fix-with-unreachable-masters`,
  },
}

const GIVEN_UP: Readonly<Partial<Record<FixRule, CautionText>>> = {
  'owner-lost': {
    message: ({slots, name}) =>
      `Keys of ${slots} that exist only on ${name} are lost: other nodes become the owners, and it deletes its keys when it comes back.`,
    advice: ({name}) => `To keep them, start ${name} again instead, or copy its files first.`,
  },
}

/** Replicas without a primary whose keys may be the last copy. */
function orphanedReplicas(snapshot: ClusterSnapshot): Caution[] {
  const known = new Set(snapshot.nodes.map(({id}) => id))
  return reachableNodes(snapshot)
    .filter((node) => node.role === 'replica' && (node.primaryId === undefined || !known.has(node.primaryId)))
    .filter(hasKeys)
    .map(({id, address}) => ({
      code: 'replica-without-primary',
      message: `No safe remedy: the primary of ${address} is gone, and ${address} may have the last copy of its keys.`,
      advice: `Copy its data first. --accept-data-loss makes it a replica of another primary, without these keys.`,
      nodes: [id],
    }))
}
