import type {SpreadWords} from '../contract/spread.js'
import {count} from '../domain/count.js'
import type {Place} from '../domain/finding.js'
import type {LackingNode, PlacementAction, PlacementReason, Shortage} from '../domain/spread.js'
import {formatBytes} from './bytes.js'
import type {NameOf} from './names.js'
import {printable} from './words.js'

/** The sentences about a plan that spreads or re-homes replicas. */
export function spreadWords(nameOf: NameOf): SpreadWords {
  return {
    action: (action) => actionText(action, nameOf),
    reason: ({reason}) => reasonText(reason, nameOf),
    lack: (lack) => lackText(lack, nameOf),
    shortage: shortageText,
  }
}

/** `zone east`, `host 10.0.0.5`. */
export function placeText({kind, name}: Place): string {
  return `${kind} ${printable(name)}`
}

function actionText(action: PlacementAction, nameOf: NameOf): string {
  if (action.kind === 'switch-over') {
    return `Make ${nameOf(action.replica)} the primary instead of ${nameOf(action.primary)}`
  }
  const {node, primary, bytes} = action
  return `Make ${nameOf(node)} a replica of ${nameOf(primary)} (a full sync of about ${formatBytes(bytes)})`
}

type ReasonCode = PlacementReason['code']
type ReasonOf<C extends ReasonCode> = Extract<PlacementReason, {readonly code: C}>
type ReasonText<C extends ReasonCode> = (reason: ReasonOf<C>, nameOf: NameOf) => string

function reasonText<C extends ReasonCode>(reason: ReasonOf<C>, nameOf: NameOf): string {
  const text: ReasonText<C> = REASONS[reason.code]
  return text(reason, nameOf)
}

const REASONS: {readonly [C in ReasonCode]: ReasonText<C>} = {
  'shard-in-one-place': ({place}) => `the shard would be lost with ${placeText(place)}`,
  'majority-in-one-place': ({place}) => `${placeText(place)} has too many primaries`,
  'room-for-primary': () => 'the primary of the shard can then be in another place',
  'lets-leave': ({node}, nameOf) => `${nameOf(node)} can then leave the shard`,
  'fewer-replicas': () => 'the shard has fewer replicas than others',
  wanted: () => 'you asked for it',
}

function lackText(lack: LackingNode, nameOf: NameOf): string {
  const purpose = lack.mends.includes('majority') ? ', so that a primary can be there' : ''
  return `A new replica of ${nameOf(lack.primary)} ${whereText(lack)}${purpose}.`
}

function whereText(lack: LackingNode): string {
  if (lack.where === 'new') {
    return lack.number === 1 ? `in a new ${lack.kind}` : `in new ${lack.kind} number ${lack.number}`
  }
  const place = placeText(lack.place)
  if (lack.where === 'outside') return `outside of ${place}`
  return lack.place.kind === 'host' ? `on ${place}` : `in ${place}, on a host of its own`
}

function shortageText({kind, places, needed}: Shortage): string {
  if (needed === undefined) {
    return 'It takes at least 3 primaries: with fewer, none can be lost without the majority.'
  }
  const never =
    places === 2 ? ` Two ${kind}s never suffice: one of them always has half of the primaries.` : ''
  return `To keep the majority whatever ${kind} is lost, it takes ${count(needed, kind)}; there ${
    places === 1 ? 'is 1' : `are ${places}`
  }.${never}`
}
